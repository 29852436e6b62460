using MultiLLM.Core.Analytics.Rollups;

namespace MultiLLM.Core.Analytics.Queries;

/// <summary>
/// Which rollups fill buckets: the coarsest whose periods end where buckets do, and of times whose finer ones are gone the finest that are left. Those may
/// overlap two buckets and are counted where they begin. Pure.
/// </summary>
/// <param name="Ranges">Side by side, in order.</param>
/// <param name="ExactFrom">Unix seconds; what came before may be counted in the bucket before its own. Null: all is exact.</param>
internal sealed record RollupChoice(IReadOnlyList<RollupRange> Ranges, long? ExactFrom)
{
    /// <param name="starts">Unix seconds at which buckets begin, in order, at least one.</param>
    /// <param name="end">Where the last one ends.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="options">How long rollups are kept.</param>
    public static RollupChoice For(long[] starts, long end, long now, AnalyticsOptions options)
    {
        var wanted = Enum.GetValues<RollupSpan>().OrderDescending().First(span => Fits(starts, end, span));
        // An hour that is only partly kept as minutes is taken whole, and likewise a day.
        var minutesFrom = RollupCover.Ceiling(now - (long)options.MinuteMaxAge.TotalSeconds, RollupSpan.Hour);
        var hoursFrom = RollupCover.Ceiling(now - (long)options.HourMaxAge.TotalSeconds, RollupSpan.Day);
        (RollupSpan Span, long From)[] kept = wanted switch
        {
            RollupSpan.Day => [(RollupSpan.Day, long.MinValue)],
            RollupSpan.Hour => [(RollupSpan.Day, long.MinValue), (RollupSpan.Hour, hoursFrom)],
            _ => [(RollupSpan.Day, long.MinValue), (RollupSpan.Hour, Math.Min(hoursFrom, minutesFrom)), (RollupSpan.Minute, minutesFrom)],
        };
        var ranges = new List<RollupRange>();
        for (var i = 0; i < kept.Length; i++)
        {
            var (from, to) = (Math.Max(starts[0], kept[i].From), i + 1 < kept.Length ? Math.Min(end, kept[i + 1].From) : end);
            if (from < to)
                ranges.Add(new RollupRange(kept[i].Span, from, to));
        }
        return new RollupChoice(ranges, starts[0] < kept[^1].From ? kept[^1].From : null);
    }

    private static bool Fits(long[] starts, long end, RollupSpan span) =>
        span == RollupSpan.Minute || (end % (long)span == 0 && Array.TrueForAll(starts, start => start % (long)span == 0));
}
