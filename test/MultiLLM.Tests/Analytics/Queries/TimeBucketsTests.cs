using CsCheck;
using MultiLLM.Core.Analytics;

namespace MultiLLM.Tests.Analytics.Queries;

public sealed class TimeBucketsTests
{
    [Theory]
    [InlineData("Europe/Berlin", 2026, 3, 29, 23)] // clocks go forward
    [InlineData("Europe/Berlin", 2026, 10, 25, 25)] // clocks go back
    [InlineData("Europe/Berlin", 2026, 6, 1, 24)]
    [InlineData("America/Sao_Paulo", 2018, 11, 4, 23)] // there is no midnight
    public void Of_OneDay_HasTheHoursThatItsPeopleHave(string zone, int year, int month, int day, int hours)
    {
        var tz = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var noon = new DateTime(year, month, day, 12, 0, 0, DateTimeKind.Unspecified);
        var time = new DateTimeOffset(noon, tz.GetUtcOffset(noon));

        var bucket = Assert.Single(TimeBuckets.Of(time, time.AddMinutes(1), BucketSize.Day, tz, 10));

        Assert.Equal(TimeSpan.FromHours(hours), bucket.End - bucket.Start);
        Assert.Equal(day, bucket.Start.Day);
        Assert.Equal(hours, TimeBuckets.Of(bucket.Start, bucket.End, BucketSize.Hour, tz, 100).Count);
    }

    [Fact]
    public void Of_WeekAndMonth_BeginOnMondayAndOnTheFirst()
    {
        var tz = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        var time = new DateTimeOffset(2026, 2, 28, 20, 0, 0, TimeSpan.Zero); // March has begun there

        Assert.Equal("2026-02-23T00:00:00+05:30", $"{TimeBuckets.Of(time, time.AddHours(1), BucketSize.Week, tz, 9)[0].Start:yyyy-MM-ddTHH:mm:sszzz}");
        Assert.Equal("2026-03-01T00:00:00+05:30", $"{TimeBuckets.Of(time, time.AddHours(1), BucketSize.Month, tz, 9)[0].Start:yyyy-MM-ddTHH:mm:sszzz}");
    }

    [Fact]
    public void Of_AnyPeriodAndZone_TouchEachOtherAndCoverIt()
    {
        string[] zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia"];
        Gen.Select(Gen.Int[0, zones.Length - 1].Select(i => zones[i]), Gen.Enum<BucketSize>(), Gen.Long[0, 1_900_000_000], Gen.Int[1, 4_000_000]).Sample((zone, size, start, seconds) =>
        {
            var (from, to) = (DateTimeOffset.FromUnixTimeSeconds(start), DateTimeOffset.FromUnixTimeSeconds(start + seconds));
            var buckets = TimeBuckets.Of(from, to, size, TimeZoneInfo.FindSystemTimeZoneById(zone), 1000);
            Assert.True(buckets[0].Start <= from);
            Assert.True(buckets.Count > 1000 || buckets[^1].End >= to);
            Assert.All(buckets, bucket => Assert.True(bucket.Start < bucket.End));
            Assert.All(buckets.Zip(buckets.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        }, iter: 2000);
    }

    [Fact]
    public void Of_TooMany_StopsBeyondTheLimit() =>
        Assert.Equal(11, TimeBuckets.Of(Records.Noon, Records.Noon.AddYears(100), BucketSize.Minute, TimeZoneInfo.Utc, 10).Count);
}
