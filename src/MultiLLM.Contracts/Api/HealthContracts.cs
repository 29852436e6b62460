namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /health</c>.</summary>
public sealed record HealthOverview
{
    /// <summary>"ok" (90 and more), "degraded" or "unhealthy" (below 50, or it cannot serve).</summary>
    public required string Status { get; init; }

    /// <summary>0 to 100: what the deductions leave.</summary>
    public required int Score { get; init; }

    /// <summary>False: no request can be answered.</summary>
    public required bool CanServe { get; init; }

    /// <summary>What it is made of, each with the points it lost.</summary>
    public required IReadOnlyList<HealthPartInfo> Parts { get; init; }

    /// <summary>Why points are missing, the weightiest first. A model's count here by its share of the requests.</summary>
    public required IReadOnlyList<HealthDeductionInfo> Deductions { get; init; }

    /// <summary>Installed models, by id.</summary>
    public required IReadOnlyList<ModelHealthInfo> Models { get; init; }
}

/// <param name="Name">"availability", "errors", "latency", "answers", "queue", "memory", "crashes", "recording", "policy" or "disk".</param>
/// <param name="Lost">Points.</param>
public sealed record HealthPartInfo(string Name, int Lost);

/// <summary>Points that are missing, and what can be done.</summary>
public sealed record HealthDeductionInfo
{
    /// <summary>Name of the part.</summary>
    public required string Part { get; init; }
    public required int Points { get; init; }

    /// <summary>Whom it is about; absent: the service or the machine.</summary>
    public string? ModelId { get; init; }

    /// <summary>One sentence with numbers.</summary>
    public required string Reason { get; init; }

    /// <summary>One sentence.</summary>
    public required string Advice { get; init; }

    /// <summary>The advice as an order; absent: the service cannot do it itself.</summary>
    public HealthActionInfo? Action { get; init; }
}

/// <param name="Action">"unload": POST /models/{model}/unload. "load": POST /models/{model}/load. "reload": one after the other.</param>
/// <param name="Model">Id of the model.</param>
public sealed record HealthActionInfo(string Action, string Model);

/// <summary>How one model does.</summary>
public sealed record ModelHealthInfo
{
    public required string Id { get; init; }

    /// <summary>"ok", "degraded", "unhealthy", or "no_data": nobody asked it since the service started.</summary>
    public required string Status { get; init; }

    /// <summary>0 to 100; absent: no data.</summary>
    public int? Score { get; init; }

    /// <summary>"unloaded", "loading", "ready", "unloading" or "failed". A model that is not loaded lacks nothing by that.</summary>
    public required string State { get; init; }
    public required IReadOnlyList<HealthPartInfo> Parts { get; init; }
    public required IReadOnlyList<HealthDeductionInfo> Deductions { get; init; }

    /// <summary>Answered and failed ones of the last hour.</summary>
    public long Requests { get; init; }
    public long Failed { get; init; }
    public long Crashes { get; init; }

    /// <summary>Absent: not since the service started.</summary>
    public DateTimeOffset? LastAskedAt { get; init; }

    /// <summary>Answers of the last seven days by which its usual pace is known.</summary>
    public long BaselineAnswers { get; init; }
}
