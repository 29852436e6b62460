using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Tests.Analytics.Recording;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Analytics.Queries;

public sealed class AnalyticsQueriesTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(s_now);
    private readonly WriterRig _rig;

    public AnalyticsQueriesTests() => _rig = new WriterRig(Path.Combine(_folder.Path, "analytics.db"), time: _time);

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Europe/Berlin", BucketSize.Day)]
    [InlineData("Europe/Berlin", BucketSize.Hour)]
    [InlineData("Asia/Kolkata", BucketSize.Day)]
    [InlineData("America/New_York", BucketSize.Week)]
    [InlineData("UTC", BucketSize.Day)]
    public async Task Follow_AroundAChangeOfTheClocks_CountsEachRequestInItsOwnBucket(string zone, BucketSize size)
    {
        var random = new Random(3);
        var records = Enumerable.Range(0, 3000).Select(_ => Records.Answered(s_now.AddSeconds(-random.Next(4 * 86_400)))).ToList();
        await _rig.Store.WriteAsync(records, new Run("r", s_now), 0, CancellationToken.None);
        var query = new FiguresQuery { From = s_now.AddDays(-4), To = s_now };
        var buckets = TimeBuckets.Of(query.From, query.To, size, TimeZoneInfo.FindSystemTimeZoneById(zone), 1000);

        var series = Assert.Single((await _rig.Queries.FollowAsync(query, buckets, CancellationToken.None)).OrThrow());

        Assert.Equal(
            buckets.Select(bucket => records.LongCount(record => record.Time >= bucket.Start && record.Time < bucket.End)),
            series.Figures.Select(figures => figures.Requests));
        Assert.Equal(3000, series.Figures.Sum(figures => figures.Requests));
    }

    [Fact]
    public async Task Follow_HalfHourZoneFurtherBackThanMinutesAreKept_IsExactWhereItCanBeAndTellsFromWhen()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        // Two in each half hour: one at its begin and one at its end.
        var records = Enumerable.Range(0, 2 * 24 * 10).SelectMany(half => (RequestRecord[])
            [Records.Answered(s_now.AddMinutes(-30 * (half + 1))), Records.Answered(s_now.AddMinutes(-30 * half).AddSeconds(-1))]).ToList();
        await _rig.Store.WriteAsync(records, new Run("r", s_now), 0, CancellationToken.None);
        var query = new FiguresQuery { From = s_now.AddDays(-9), To = s_now.AddMinutes(-30) };
        var buckets = TimeBuckets.Of(query.From, query.To, BucketSize.Hour, zone, 1000);

        var series = Assert.Single((await _rig.Queries.FollowAsync(query, buckets, CancellationToken.None)).OrThrow());

        var exactFrom = _rig.Queries.ExactFrom(buckets)!.Value;
        Assert.Equal(s_now.AddDays(-7), exactFrom);
        for (var i = 0; i < buckets.Count; i++)
        {
            Assert.Equal(30, buckets[i].Start.UtcDateTime.Minute);
            if (buckets[i].Start >= exactFrom)
                Assert.Equal(records.LongCount(record => record.Time >= buckets[i].Start && record.Time < buckets[i].End), series.Figures[i].Requests);
        }
        // Nothing is counted twice or lost but the part of an hour before the first bucket.
        Assert.Equal(records.LongCount(record => record.Time >= buckets[0].Start.AddMinutes(30) && record.Time < buckets[^1].End), series.Figures.Sum(figures => figures.Requests));
        Assert.Null(_rig.Queries.ExactFrom(TimeBuckets.Of(s_now.AddDays(-6), s_now, BucketSize.Hour, zone, 1000)));
        Assert.Null(_rig.Queries.ExactFrom(TimeBuckets.Of(s_now.AddDays(-20), s_now, BucketSize.Hour, TimeZoneInfo.Utc, 1000)));
    }

    [Fact]
    public async Task LastUses_EachModel_IsTheMinuteOfItsLastRequest()
    {
        await _rig.Store.WriteAsync(
            [Records.Answered(s_now.AddHours(-3), "a"), Records.Answered(s_now.AddMinutes(-5).AddSeconds(30), "a"), Records.Answered(s_now.AddDays(-1), "b"),
            Records.Answered(s_now, "b") with { Dialect = RequestRecord.ComparisonDialect }],
            new Run("r", s_now), 0, CancellationToken.None);

        var last = (await _rig.Queries.LastUsesAsync(CancellationToken.None)).OrThrow();

        Assert.Equal([("a", s_now.AddMinutes(-5)), ("b", s_now.AddDays(-1))], last.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public async Task Follow_ByModel_GivesEachEveryBucket()
    {
        await _rig.Store.WriteAsync([Records.Answered(s_now.AddHours(-2), "a"), Records.Answered(s_now.AddHours(-1), "b")], new Run("r", s_now), 0, CancellationToken.None);
        var query = new FiguresQuery { From = s_now.AddHours(-3), To = s_now, By = FiguresGrouping.Model };
        var buckets = TimeBuckets.Of(query.From, query.To, BucketSize.Hour, TimeZoneInfo.Utc, 100);

        var series = (await _rig.Queries.FollowAsync(query, buckets, CancellationToken.None)).OrThrow();

        Assert.Equal(["a", "b"], series.Select(one => one.Name));
        Assert.Equal([0, 1, 0], series[0].Figures.Select(figures => figures.Requests));
        Assert.Equal([0, 0, 1], series[1].Figures.Select(figures => figures.Requests));
    }

    [Fact]
    public async Task Summarize_PartOfAPeriod_CountsWhatLiesInItAndTellsItsEnds()
    {
        var records = Enumerable.Range(0, 600).Select(i => Records.Answered(s_now.AddMinutes(-i).AddSeconds(-1))).ToList();
        await _rig.Store.WriteAsync(records, new Run("r", s_now), 0, CancellationToken.None);

        var figures = (await _rig.Queries.SummarizeAsync(
            new() { From = s_now.AddMinutes(-437).AddSeconds(3), To = s_now.AddMinutes(-5) }, CancellationToken.None)).OrThrow();

        Assert.Equal((s_now.AddMinutes(-437), s_now.AddMinutes(-5)), (figures.From, figures.To));
        Assert.Equal(432, figures.Total.Requests);
    }

    [Fact]
    public async Task Summarize_LongAgo_RoundsToWhatIsKept()
    {
        await _rig.Store.WriteAsync([Records.Answered(s_now.AddDays(-20))], new Run("r", s_now), 0, CancellationToken.None);

        var figures = (await _rig.Queries.SummarizeAsync(
            new() { From = s_now.AddDays(-20).AddMinutes(-1), To = s_now.AddDays(-20).AddMinutes(1) }, CancellationToken.None)).OrThrow();

        Assert.Equal((s_now.AddDays(-20).AddHours(-1), s_now.AddDays(-20).AddHours(1)), (figures.From, figures.To));
        Assert.Equal(1, figures.Total.Requests);
    }
}
