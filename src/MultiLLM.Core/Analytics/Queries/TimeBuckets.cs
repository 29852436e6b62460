namespace MultiLLM.Core.Analytics;

/// <param name="Start">In the zone's own time.</param>
/// <param name="End">Where the next one begins.</param>
public readonly record struct TimeBucket(DateTimeOffset Start, DateTimeOffset End);

public enum BucketSize
{
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

/// <summary>Cuts a period into buckets as the people of a time zone count: their days have 23 or 25 hours twice a year, and each is one bucket.</summary>
public static class TimeBuckets
{
    /// <summary>Whole buckets that cover the period; at most one more than <paramref name="most"/>, so that the caller sees that there are too many.</summary>
    public static IReadOnlyList<TimeBucket> Of(DateTimeOffset from, DateTimeOffset to, BucketSize size, TimeZoneInfo zone, int most)
    {
        var buckets = new List<TimeBucket>();
        for (var start = StartOf(from, size, zone); start < to && buckets.Count <= most;)
        {
            var end = NextAfter(start, size, zone);
            buckets.Add(new TimeBucket(start, end));
            start = end;
        }
        return buckets;
    }

    private static DateTimeOffset StartOf(DateTimeOffset time, BucketSize size, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(time, zone);
        return size switch
        {
            BucketSize.Minute => local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute)),
            BucketSize.Hour => local.AddTicks(-(local.Ticks % TimeSpan.TicksPerHour)),
            BucketSize.Day => Midnight(Date(local), zone),
            BucketSize.Week => Midnight(Date(local).AddDays(-(((int)local.DayOfWeek + 6) % 7)), zone), // Monday, as ISO 8601 has it
            _ => Midnight(new DateOnly(local.Year, local.Month, 1), zone),
        };
    }

    private static DateTimeOffset NextAfter(DateTimeOffset start, BucketSize size, TimeZoneInfo zone) => size switch
    {
        BucketSize.Minute => TimeZoneInfo.ConvertTime(start.AddMinutes(1), zone),
        BucketSize.Hour => TimeZoneInfo.ConvertTime(start.AddHours(1), zone), // an hour that the clock goes through twice is two buckets
        BucketSize.Day => Midnight(Date(start).AddDays(1), zone),
        BucketSize.Week => Midnight(Date(start).AddDays(7), zone),
        _ => Midnight(Date(start).AddMonths(1), zone),
    };

    /// <summary>The day's first moment. Where clocks go forward at midnight, it is the moment they do.</summary>
    private static DateTimeOffset Midnight(DateOnly date, TimeZoneInfo zone)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(midnight))
        {
            var before = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight.AddHours(-3)));
            return TimeZoneInfo.ConvertTime(before, zone);
        }
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset);
    }

    private static DateOnly Date(DateTimeOffset local) => DateOnly.FromDateTime(local.DateTime);
}
