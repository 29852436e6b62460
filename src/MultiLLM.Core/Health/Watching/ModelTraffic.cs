namespace MultiLLM.Core.Health.Watching;

/// <summary>What became of one model's requests in the last hour.</summary>
public sealed record ModelTraffic
{
    public static ModelTraffic None { get; } = new();

    /// <summary>Answered and failed ones.</summary>
    public long Requests { get; init; }
    public long Failed { get; init; }

    /// <summary>Turned away because too many waited.</summary>
    public long TurnedAway { get; init; }
    public long Crashes { get; init; }

    /// <summary>Mean wait for a slot, in the last ten minutes.</summary>
    public double QueueSeconds { get; init; }

    /// <summary>Null: not since the service started.</summary>
    public DateTimeOffset? LastAskedAt { get; init; }
    public DateTimeOffset? LastCrashAt { get; init; }

    /// <summary>What was said at the last crash.</summary>
    public string? LastCrash { get; init; }

    /// <summary>The newest failure's code.</summary>
    public string? LastError { get; init; }
}
