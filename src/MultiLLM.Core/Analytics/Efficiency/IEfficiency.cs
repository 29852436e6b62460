using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Analytics.Efficiency;

/// <summary>What each installed model that writes text is worth for what it takes. Runs and loads nothing.</summary>
public interface IEfficiency
{
    /// <summary>By the requests of a period. <see cref="ErrorCode.AnalyticsUnavailable"/> where they cannot be read.</summary>
    ValueTask<Result<EfficiencyReport>> ReportAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <param name="Requests">Whose task is known: automatic ones. 0: all tasks weigh the same.</param>
/// <param name="Models">The one whose loss would be felt most first.</param>
/// <param name="Advice">One sentence.</param>
public sealed record EfficiencyReport(long Requests, IReadOnlyList<ModelEfficiency> Models, string Advice);

/// <summary>One model, over all tasks as they are asked for. Seconds, bytes, quality from 0 to 10.</summary>
public sealed record ModelEfficiency
{
    public required string ModelId { get; init; }

    /// <summary>It answered, or failed to.</summary>
    public required long Requests { get; init; }

    /// <summary>What its servers ask for the requests, in the currency of the catalog's prices; null: nothing that is counted.</summary>
    public double? Cost { get; init; }

    /// <summary>Expected, with what people said.</summary>
    public required double Quality { get; init; }

    /// <summary>Seconds to the full answer, loads and waits included.</summary>
    public required double Seconds { get; init; }

    /// <summary>False: it answered nothing in the period, so its seconds are expected from its speed.</summary>
    public required bool Measured { get; init; }

    /// <summary>Held now, or while it is loaded.</summary>
    public required long Bytes { get; init; }
    public required bool Loaded { get; init; }

    /// <summary>Since it was used last; null: never, as far as is known.</summary>
    public required double? IdleHours { get; init; }

    /// <summary>Of the requests, those that it serves best and no other model as well.</summary>
    public required double BestShare { get; init; }

    /// <summary>Points of quality that a request would lose on average without it, and seconds that it would gain (below 0) or lose.</summary>
    public required double QualityLost { get; init; }
    public required double SecondsLost { get; init; }
    public required IReadOnlyList<TaskEfficiency> Tasks { get; init; }

    public double QualityPerSecond => Quality / Math.Max(1e-3, Seconds);
    public double QualityPerGigabyte => Quality / Math.Max(1e-3, Bytes / 1e9);
}

/// <param name="Task">What.</param>
/// <param name="Share">Of all requests, 0 to 1.</param>
/// <param name="Quality">Of this model.</param>
/// <param name="Seconds">Of this model.</param>
/// <param name="IsBest">It serves this task best, and no other model as well.</param>
/// <param name="NextBest">Who would take its place; null: nobody.</param>
public sealed record TaskEfficiency(ModelTask Task, double Share, double Quality, double Seconds, bool IsBest, string? NextBest);
