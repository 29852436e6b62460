using MultiLLM.Core.Analytics.Rollups;

namespace MultiLLM.Core.Analytics;

/// <summary>Figures of many requests. Seconds and tokens.</summary>
public sealed record Figures
{
    public static Figures None { get; } = Of(new Rollup());

    public long Requests { get; private init; }
    public long Succeeded { get; private init; }
    public long Failed { get; private init; }
    public long Refused { get; private init; }
    public long Cancelled { get; private init; }

    /// <summary>Attempts that another one took over; not requests.</summary>
    public long Superseded { get; private init; }

    /// <summary>Of those that succeeded or failed; null: there was none.</summary>
    public double? SuccessRate { get; private init; }
    public long PromptTokens { get; private init; }
    public long CachedTokens { get; private init; }
    public long CompletionTokens { get; private init; }

    /// <summary>Time that models worked.</summary>
    public double MachineSeconds { get; private init; }

    /// <summary>What remote servers ask for them, in the currency of the catalog's prices.</summary>
    public double Cost { get; private init; }
    public Spread Latency { get; private init; }
    public Spread TimeToFirstToken { get; private init; }
    public Spread TokensPerSecond { get; private init; }
    public Spread Queue { get; private init; }
    public Spread Load { get; private init; }

    internal static Figures Of(Rollup rollup) => new()
    {
        Requests = rollup.Requests,
        Succeeded = rollup.Succeeded,
        Failed = rollup.Failed,
        Refused = rollup.Refused,
        Cancelled = rollup.Cancelled,
        Superseded = rollup.Superseded,
        SuccessRate = rollup.SuccessRate,
        PromptTokens = rollup.PromptTokens,
        CachedTokens = rollup.CachedTokens,
        CompletionTokens = rollup.CompletionTokens,
        MachineSeconds = rollup.MachineSeconds,
        Cost = rollup.Cost,
        Latency = SpreadOf(rollup.Latency),
        TimeToFirstToken = SpreadOf(rollup.TimeToFirstToken),
        TokensPerSecond = SpreadOf(rollup.TokensPerSecond),
        Queue = SpreadOf(rollup.Queue),
        Load = SpreadOf(rollup.Load),
    };

    private static Spread SpreadOf(Sketch sketch) =>
        new(sketch.Count, sketch.Mean, sketch.Quantile(0.5), sketch.Quantile(0.95), sketch.Quantile(0.99));
}

/// <summary>How values are spread; percentiles within <see cref="Sketch.RelativeError"/>. All 0 where there is no value.</summary>
public readonly record struct Spread(long Count, double Mean, double P50, double P95, double P99);
