namespace MultiLLM.Core.Health.Scoring;

public enum HealthPart
{
    Availability,
    Errors,
    Latency,
    Answers,
    Queue,
    Memory,
    Crashes,
    Recording,
    Policy,
    Disk,
}

public enum HealthStatus
{
    Ok,
    Degraded,
    Unhealthy,

    /// <summary>Of a model that nobody asked since the service started: nothing is known.</summary>
    NoData,
}

/// <summary>What somebody who wants the service well may order it to do.</summary>
public enum HealthAction
{
    /// <summary>Free a model's memory.</summary>
    Unload,

    /// <summary>Unload a model and load it again.</summary>
    Reload,

    /// <summary>Try a model that is left alone after failures.</summary>
    Load,
}

/// <summary>Why points are missing.</summary>
/// <param name="Part">Where.</param>
/// <param name="Points">How many; above 0.</param>
/// <param name="ModelId">Whom it is about; null: the service or the machine.</param>
/// <param name="Reason">One sentence with numbers.</param>
/// <param name="Advice">What can be done, one sentence.</param>
/// <param name="Action">The same as an order; null: the service cannot do it itself.</param>
/// <param name="ActsOn">The model that the order is about.</param>
public sealed record HealthDeduction(
    HealthPart Part, int Points, string? ModelId, string Reason, string Advice, HealthAction? Action = null, string? ActsOn = null);

/// <summary>How one model does.</summary>
public sealed record ModelHealth
{
    public required string ModelId { get; init; }

    /// <summary>0 to 100; null: nothing is known.</summary>
    public required int? Score { get; init; }
    public required HealthStatus Status { get; init; }
    public required IReadOnlyList<HealthDeduction> Deductions { get; init; }

    /// <summary>Answered and failed ones of the last hour.</summary>
    public long Requests { get; init; }
    public long Failed { get; init; }
    public long Crashes { get; init; }
    public DateTimeOffset? LastAskedAt { get; init; }

    /// <summary>Answers of the last seven days by which its usual pace is known; 0: it cannot be compared with its past yet.</summary>
    public long BaselineAnswers { get; init; }
}

/// <summary>How the service does.</summary>
/// <param name="Score">0 to 100.</param>
/// <param name="Status">In a word.</param>
/// <param name="CanServe">False: no request can be answered.</param>
/// <param name="Deductions">The weightiest first; a model's own count here by its share of the requests.</param>
/// <param name="Models">By id.</param>
public sealed record HealthAssessment(
    int Score, HealthStatus Status, bool CanServe, IReadOnlyList<HealthDeduction> Deductions, IReadOnlyList<ModelHealth> Models);
