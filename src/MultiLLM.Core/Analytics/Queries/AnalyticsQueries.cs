using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics.Held;
using MultiLLM.Core.Analytics.Prompts;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Analytics.Rollups;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Analytics.Queries;

internal sealed class AnalyticsQueries(AnalyticsStore store, AnalyticsWriter writer, PromptSeal seal, IOptions<AnalyticsOptions> options, TimeProvider time) : IAnalytics
{
    public RecordingStatus Recording => writer.Status;

    public ValueTask<Result<PeriodFigures>> SummarizeAsync(FiguresQuery query, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var (from, to) = (Rounded(query.From.ToUnixTimeSeconds(), up: false), Rounded(CeilingSeconds(query.To), up: true));
        var total = new Rollup();
        var groups = new Dictionary<string, Rollup>(StringComparer.Ordinal);
        await foreach (var (_, key, figures) in store.RollupsAsync(RollupCover.Of(from, to), FilterOf(query), cancellationToken))
        {
            total.Merge(figures);
            if (query.By == FiguresGrouping.None)
                continue;
            var name = NameOf(key, query.By);
            if (!groups.TryGetValue(name, out var group))
                groups.Add(name, group = new Rollup());
            group.Merge(figures);
        }
        return new PeriodFigures(
            DateTimeOffset.FromUnixTimeSeconds(from), DateTimeOffset.FromUnixTimeSeconds(to), Figures.Of(total),
            [.. groups.OrderByDescending(group => group.Value.Requests).ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => KeyValuePair.Create(group.Key, Figures.Of(group.Value)))]);
    });

    public ValueTask<Result<IReadOnlyList<FiguresSeries>>> FollowAsync(FiguresQuery query, IReadOnlyList<TimeBucket> buckets, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<FiguresSeries>>(async () =>
        {
            if (buckets.Count == 0)
                return [];
            var starts = buckets.Select(bucket => bucket.Start.ToUnixTimeSeconds()).ToArray();
            var end = buckets[^1].End.ToUnixTimeSeconds();
            var choice = RollupChoice.For(starts, end, time.GetUtcNow().ToUnixTimeSeconds(), options.Value);
            var series = new Dictionary<string, Rollup?[]>(StringComparer.Ordinal);
            await foreach (var (start, key, figures) in store.RollupsAsync(choice.Ranges, FilterOf(query), cancellationToken))
            {
                var name = NameOf(key, query.By);
                if (!series.TryGetValue(name, out var rollups))
                    series.Add(name, rollups = new Rollup?[buckets.Count]);
                var place = Array.BinarySearch(starts, start);
                (rollups[place >= 0 ? place : ~place - 1] ??= new Rollup()).Merge(figures);
            }
            if (query.By == FiguresGrouping.None && series.Count == 0)
                series.Add("", new Rollup?[buckets.Count]);
            return [.. series.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new FiguresSeries(
                query.By == FiguresGrouping.None ? null : one.Key,
                [.. one.Value.Select(rollup => rollup is null ? Figures.None : Figures.Of(rollup))]))];
        });

    public DateTimeOffset? ExactFrom(IReadOnlyList<TimeBucket> buckets) => buckets.Count > 0
        && RollupChoice.For(
            [.. buckets.Select(bucket => bucket.Start.ToUnixTimeSeconds())], buckets[^1].End.ToUnixTimeSeconds(), time.GetUtcNow().ToUnixTimeSeconds(), options.Value)
            .ExactFrom is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public ValueTask<Result<IReadOnlyList<RequestRecord>>> RequestsAsync(
        RecordFilter filter, long? beyond, bool ascending, int limit, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<RequestRecord>>(async () =>
    {
        var records = await store.RequestsAsync(filter, beyond, ascending, limit, cancellationToken);
        if (!options.Value.KeepPrompts)
            return records;
        var prompts = await store.PromptsAsync([.. records.Select(record => record.RequestId).Distinct()], cancellationToken);
        return [.. records.Select(record => record with { Prompt = prompts.TryGetValue(record.RequestId, out var kept) ? seal.Open(kept) : null })];
    });

    public ValueTask<Result<IReadOnlyDictionary<string, DateTimeOffset>>> LastUsesAsync(CancellationToken cancellationToken) =>
        AskAsync(() => store.LastUsesAsync(cancellationToken).AsTask());

    public ValueTask<Result<IReadOnlyDictionary<string, HeldMemory>>> HeldAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AskAsync(() => store.HeldAsync(from.ToUnixTimeSeconds(), CeilingSeconds(to), cancellationToken).AsTask());

    private async ValueTask<Result<T>> AskAsync<T>(Func<Task<T>> ask) where T : notnull
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (store.Dialect.TroubleOf(error) is not null)
        {
            return new Error(ErrorCode.AnalyticsUnavailable, $"The analytics database does not answer: {error.Message}", RetryAfter: TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>To the finest period whose figures are still kept.</summary>
    private long Rounded(long seconds, bool up)
    {
        var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds);
        var span = age > options.Value.HourMaxAge ? RollupSpan.Day : age > options.Value.MinuteMaxAge ? RollupSpan.Hour : RollupSpan.Minute;
        return up ? RollupCover.Ceiling(seconds, span) : RollupCover.Floor(seconds, span);
    }

    private static long CeilingSeconds(DateTimeOffset at) => at.AddMilliseconds(999).ToUnixTimeSeconds();

    private static RollupFilter FilterOf(FiguresQuery query) => new(query.Model, query.Task, query.Key);

    private static string NameOf(RollupKey key, FiguresGrouping by) => by switch
    {
        FiguresGrouping.Model => key.Model,
        FiguresGrouping.Task => key.Task,
        FiguresGrouping.Key => key.Key,
        _ => "",
    };
}
