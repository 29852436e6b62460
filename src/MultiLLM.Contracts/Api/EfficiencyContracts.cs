namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /analytics/efficiency</c>: what each installed model that writes text is worth for what it takes.</summary>
public sealed record EfficiencyReply
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }

    /// <summary>Requests of the period whose task is known: automatic ones. 0: all tasks weigh the same.</summary>
    public long Requests { get; init; }

    /// <summary>Which model could go, or why none can; one sentence.</summary>
    public required string Advice { get; init; }

    /// <summary>The one whose loss would be felt most first.</summary>
    public required IReadOnlyList<ModelEfficiencyInfo> Models { get; init; }
}

/// <summary>One model over all tasks, weighed as they are asked for. Quality from 0 to 10.</summary>
public sealed record ModelEfficiencyInfo
{
    public required string ModelId { get; init; }

    /// <summary>That came to it.</summary>
    public long Requests { get; init; }

    /// <summary>What its servers ask for them, in the currency of the catalog's prices; absent: nothing that is counted.</summary>
    public double? Cost { get; init; }

    /// <summary>Expected: what the catalog says, corrected by what people and outcomes said.</summary>
    public double Quality { get; init; }

    /// <summary>To the full answer, loads and waits included.</summary>
    public double SecondsPerAnswer { get; init; }

    /// <summary>False: it answered nothing in the period, and its seconds are expected.</summary>
    public bool Measured { get; init; }

    /// <summary>Held now, or while it is loaded.</summary>
    public long Bytes { get; init; }
    public bool Loaded { get; init; }
    public double QualityPerSecond { get; init; }
    public double QualityPerGigabyte { get; init; }

    /// <summary>Since it was asked last; null: never, as far as is known.</summary>
    public double? IdleHours { get; init; }

    /// <summary>Requests that it serves best and no other model as well, 0 to 1.</summary>
    public double BestShare { get; init; }

    /// <summary>Points that a request would lose on average without it.</summary>
    public double QualityLost { get; init; }

    /// <summary>Seconds that a request would lose on average without it; below 0: gain.</summary>
    public double SecondsLost { get; init; }
    public required IReadOnlyList<TaskEfficiencyInfo> Tasks { get; init; }
}

/// <param name="Task">Such as "code".</param>
/// <param name="Share">Of all requests, 0 to 1.</param>
/// <param name="Quality">0 to 10.</param>
/// <param name="SecondsPerAnswer">To the full answer.</param>
/// <param name="Best">This model serves it best, and no other as well.</param>
/// <param name="NextBest">Who would take its place; null: nobody.</param>
public sealed record TaskEfficiencyInfo(string Task, double Share, double Quality, double SecondsPerAnswer, bool Best, string? NextBest = null);
