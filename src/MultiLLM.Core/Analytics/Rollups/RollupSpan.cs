namespace MultiLLM.Core.Analytics.Rollups;

/// <summary>How long a period a rollup is about, in seconds, as it stands in the database. Periods begin at multiples of it since 1970 (UTC).</summary>
internal enum RollupSpan
{
    Minute = 60,
    Hour = 3600,
    Day = 86_400,
}

/// <summary>Rollups of one kind that lie side by side.</summary>
/// <param name="Span">Kind.</param>
/// <param name="From">Unix seconds, included.</param>
/// <param name="To">Unix seconds, not included.</param>
internal readonly record struct RollupRange(RollupSpan Span, long From, long To);

/// <summary>Covers a period with as few rollups as possible: days in the middle, hours and minutes at its ends.</summary>
internal static class RollupCover
{
    /// <param name="from">Unix seconds, a whole minute.</param>
    /// <param name="to">Unix seconds, a whole minute.</param>
    public static IEnumerable<RollupRange> Of(long from, long to) => Of(from, to, RollupSpan.Day);

    private static IEnumerable<RollupRange> Of(long from, long to, RollupSpan span)
    {
        if (from >= to)
            yield break;
        var (first, last) = span == RollupSpan.Minute ? (from, to) : (Ceiling(from, span), Floor(to, span));
        if (first > last || (first == last && span != RollupSpan.Minute))
        {
            foreach (var range in Of(from, to, Finer(span)))
                yield return range;
            yield break;
        }
        if (span != RollupSpan.Minute)
        {
            foreach (var range in Of(from, first, Finer(span)))
                yield return range;
        }
        yield return new RollupRange(span, first, last);
        if (span != RollupSpan.Minute)
        {
            foreach (var range in Of(last, to, Finer(span)))
                yield return range;
        }
    }

    public static long Floor(long seconds, RollupSpan span) => seconds - Remainder(seconds, span);

    public static long Ceiling(long seconds, RollupSpan span) => Floor(seconds + (long)span - 1, span);

    private static long Remainder(long seconds, RollupSpan span) => ((seconds % (long)span) + (long)span) % (long)span;

    private static RollupSpan Finer(RollupSpan span) => span == RollupSpan.Day ? RollupSpan.Hour : RollupSpan.Minute;
}
