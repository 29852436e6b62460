using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Shared;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Live;

public sealed class TrafficFeedTests : IAsyncDisposable
{
    private const string Summary = "GET /analytics/summary";
    private const string Trends = "GET /analytics/trends";

    private readonly FakeLive _service = new();
    private readonly TrafficFeed _feed;

    public TrafficFeedTests()
    {
        Answer(requests: 3);
        _feed = new TrafficFeed(_service.Api.Client(), _service.Feed, _service.Time, NullLogger<TrafficFeed>.Instance);
    }

    [Fact]
    public async Task Watch_ManyPages_AskOnceForAllAndAllAreTold()
    {
        var told = new Loading<Traffic>?[40];
        var pages = told.Select((_, i) => _feed.Watch(TrafficPeriod.Hour, traffic => told[i] = traffic)).ToList();

        await _service.UntilAsync(() => told.All(traffic => traffic?.Value?.Total.Requests == 3));

        Assert.Equal((1, 4), (_service.Asked(Summary), _service.Asked(Trends)));
        pages.ForEach(page => page.Dispose());
    }

    [Fact]
    public async Task Watch_NothingHappens_AsksOnceABucket()
    {
        using var page = _feed.Watch(TrafficPeriod.Hour, _ => { });
        await _service.UntilAsync(() => _service.Asked(Summary) == 1);

        await _service.PassAsync(TimeSpan.FromMinutes(5));

        Assert.InRange(_service.Asked(Summary), 5, 6);
    }

    [Fact]
    public async Task Watch_ModelsAreUsedAllTheTime_AsksAtABoundedPace()
    {
        Loading<Traffic>? told = null;
        using var page = _feed.Watch(TrafficPeriod.Hour, traffic => told = traffic);
        await _service.UntilAsync(() => told?.Value is not null && _service.Feed.Current.Residency is not null);
        Answer(requests: 9);

        var begun = _service.Time.GetUtcNow();
        while (_service.Time.GetUtcNow() - begun < TimeSpan.FromSeconds(50))
        {
            _service.Say(Samples.Residency(Samples.Ready("a") with { LastUsedAt = _service.Time.GetUtcNow() }));
            await _service.PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(9, told!.Value!.Total.Requests);
        Assert.InRange(_service.Asked(Summary), 5, 11);
    }

    [Fact]
    public async Task Watch_ServiceFails_SaysSoAndTriesAgain()
    {
        Loading<Traffic>? told = null;
        _service.Api.On(Summary, """{"error":{"code":"analytics_unavailable","message":"The database is locked."}}""", HttpStatusCode.ServiceUnavailable);
        using var page = _feed.Watch(TrafficPeriod.Hour, traffic => told = traffic);
        await _service.UntilAsync(() => told?.Failure == "The database is locked.");

        Answer(requests: 4);

        await _service.UntilAsync(() => told?.Value?.Total.Requests == 4);
    }

    [Fact]
    public async Task Watch_BothPeriods_AreApart()
    {
        using var hour = _feed.Watch(TrafficPeriod.Hour, _ => { });
        using var day = _feed.Watch(TrafficPeriod.Day, _ => { });

        await _service.UntilAsync(() => _feed.Current(TrafficPeriod.Hour).Value is not null && _feed.Current(TrafficPeriod.Day).Value is not null);

        Assert.Equal((1, 1), (_service.Asked($"{Summary}?since=1h"), _service.Asked($"{Summary}?since=24h")));
    }

    [Fact]
    public async Task Leave_Last_EndsAskingUntilSomebodyComes()
    {
        var first = _feed.Watch(TrafficPeriod.Hour, _ => { });
        await _service.UntilAsync(() => _feed.Current(TrafficPeriod.Hour).Value is not null);
        first.Dispose();
        await _service.PassAsync(TimeSpan.FromSeconds(5));
        var asked = _service.Api.Asked.Count;

        await _service.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(asked, _service.Api.Asked.Count);

        using var second = _feed.Watch(TrafficPeriod.Hour, _ => { });
        await _service.UntilAsync(() => _service.Asked(Summary) == 2);
    }

    [Fact]
    public async Task Dispose_WhileWatched_EndsAndAsksNoMore()
    {
        using var page = _feed.Watch(TrafficPeriod.Hour, _ => { });
        await _service.UntilAsync(() => _feed.Current(TrafficPeriod.Hour).Value is not null);

        await _feed.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        await _service.PassAsync(TimeSpan.FromSeconds(5));
        var asked = _service.Api.Asked.Count;
        using var late = _feed.Watch(TrafficPeriod.Hour, _ => { });
        await _service.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(asked, _service.Api.Asked.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _feed.DisposeAsync();
        await _service.DisposeAsync();
    }

    private void Answer(long requests)
    {
        var none = new Distribution(0, 0, 0, 0, 0);
        var summary = new AnalyticsSummary
        {
            From = FakeLive.Begin, To = FakeLive.Begin, TimeZone = "UTC", By = "model", Groups = [], Recording = new RecordingInfo { Enabled = true, Store = "sqlite" },
            Total = new RequestFigures
            {
                Requests = requests, LatencySeconds = none, TimeToFirstTokenSeconds = none, TokensPerSecond = none, QueueSeconds = none, LoadSeconds = none,
            },
        };
        var trends = new AnalyticsTrends("requests", "minute", "UTC", FakeLive.Begin, FakeLive.Begin, [new TrendSeries([new TrendPoint(FakeLive.Begin, requests, requests)])]);
        _service.Api
            .On(Summary, JsonSerializer.Serialize(summary, ApiJsonContext.Default.AnalyticsSummary))
            .On(Trends, JsonSerializer.Serialize(trends, ApiJsonContext.Default.AnalyticsTrends));
    }
}
