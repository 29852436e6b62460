namespace MultiLLM.Dashboard.Analytics.Choosing;

/// <summary>A stretch of time as it is asked for.</summary>
/// <param name="From">Included.</param>
/// <param name="To">Not included.</param>
/// <param name="Bucket">What charts cut it into, as the API takes it: "minute", "hour" or "day".</param>
/// <param name="Buckets">What they could cut it into.</param>
public sealed record AnalyticsSpan(DateTimeOffset From, DateTimeOffset To, string Bucket, IReadOnlyList<string> Buckets)
{
    /// <summary>Fewer than the service puts into one answer, as the first and the last may be cut.</summary>
    private const int MostBuckets = 1900;

    /// <summary>More than these are hard to read at a glance.</summary>
    private const int MostReadable = 200;

    /// <summary>The service keeps figures per minute no longer, unless it is told to.</summary>
    private static readonly TimeSpan MinutesAreKept = TimeSpan.FromDays(7);

    public TimeSpan Length => To - From;

    /// <summary>The stretch of the same length that ends where this one begins.</summary>
    public AnalyticsSpan Before => this with { From = From - Length, To = From };

    public TimeSpan BucketLength => LengthOf(Bucket);

    /// <param name="from">Included.</param>
    /// <param name="to">Not included.</param>
    /// <param name="now">What is long ago is not kept as finely.</param>
    /// <param name="wanted">A bucket; null, or one that would be too many: the finest that is readable.</param>
    public static AnalyticsSpan Of(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, string? wanted = null)
    {
        var length = to - from;
        // The period before is asked for, too, and has to be kept as finely.
        var minutes = now - (from - length) <= MinutesAreKept;
        IReadOnlyList<string> possible =
        [
            .. new[] { "minute", "hour", "day" }.Where(bucket => bucket == "day" || (length / LengthOf(bucket) <= MostBuckets && (minutes || bucket != "minute"))),
        ];
        return new(from, to, possible.FirstOrDefault(bucket => bucket == wanted) ?? possible.FirstOrDefault(bucket => length / LengthOf(bucket) <= MostReadable) ?? "day", possible);
    }

    private static TimeSpan LengthOf(string bucket) => bucket switch
    {
        "minute" => TimeSpan.FromMinutes(1),
        "hour" => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };
}
