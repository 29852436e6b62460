using MultiLLM.Core.Analytics.Held;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Analytics;

/// <summary>What was recorded of requests. A database that does not answer is <see cref="ErrorCode.AnalyticsUnavailable"/>.</summary>
public interface IAnalytics
{
    RecordingStatus Recording { get; }

    /// <summary>Figures of a period, in all and by what requests have in common.</summary>
    ValueTask<Result<PeriodFigures>> SummarizeAsync(FiguresQuery query, CancellationToken cancellationToken);

    /// <summary>Figures of each bucket of a period, with the empty ones. <paramref name="buckets"/> touch each other, in order.</summary>
    ValueTask<Result<IReadOnlyList<FiguresSeries>>> FollowAsync(FiguresQuery query, IReadOnlyList<TimeBucket> buckets, CancellationToken cancellationToken);

    /// <summary>
    /// Of buckets that do not begin at whole hours of UTC, or of what is long ago: requests before then may be counted in the bucket before their own, because
    /// only figures of whole hours, or days, are kept of them. Null: each counts in its own.
    /// </summary>
    DateTimeOffset? ExactFrom(IReadOnlyList<TimeBucket> buckets);

    /// <summary>Records beyond the one with the id <paramref name="beyond"/> (null: from the first one on), by their arrival: the newest first or last.</summary>
    ValueTask<Result<IReadOnlyList<RequestRecord>>> RequestsAsync(RecordFilter filter, long? beyond, bool ascending, int limit, CancellationToken cancellationToken);

    /// <summary>What keeping models in memory cost in a period, by model id. Known by hours; of one that lies in the period partly, that part counts.</summary>
    ValueTask<Result<IReadOnlyDictionary<string, HeldMemory>>> HeldAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>When each model was asked last, by id; rounded down to a minute, of longer ago to an hour or a day.</summary>
    ValueTask<Result<IReadOnlyDictionary<string, DateTimeOffset>>> LastUsesAsync(CancellationToken cancellationToken);
}

public enum FiguresGrouping
{
    None,
    Model,
    Task,
    Key,
}

/// <summary>Which requests' figures; null matches everything, the empty string what has none.</summary>
public sealed record FiguresQuery
{
    public required DateTimeOffset From { get; init; }

    /// <summary>Not included.</summary>
    public required DateTimeOffset To { get; init; }
    public FiguresGrouping By { get; init; }
    public string? Model { get; init; }
    public string? Task { get; init; }
    public string? Key { get; init; }
}

/// <param name="From">As rounded.</param>
/// <param name="To">As rounded, not included.</param>
/// <param name="Total">Of all requests.</param>
/// <param name="Groups">By name, the busiest first. The empty name: requests that have none.</param>
public sealed record PeriodFigures(DateTimeOffset From, DateTimeOffset To, Figures Total, IReadOnlyList<KeyValuePair<string, Figures>> Groups);

/// <param name="Name">Empty: requests that have none; null: all.</param>
/// <param name="Figures">One for each bucket.</param>
public sealed record FiguresSeries(string? Name, IReadOnlyList<Figures> Figures);
