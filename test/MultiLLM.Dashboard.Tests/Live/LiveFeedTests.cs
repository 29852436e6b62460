using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Live;

public sealed class LiveFeedTests : IAsyncDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly FakeLive _service = new();

    private LiveFeed Feed => _service.Feed;

    [Fact]
    public async Task Watch_FirstPage_IsToldHowTheServiceStands()
    {
        using var page = new Page(Feed);

        await _service.UntilAsync(() => page.Latest is { Residency: not null, Resources: not null, Health.Score: 100, Offline: null });
    }

    [Fact]
    public async Task Watch_ManyPages_AskOnceForAllAndAllAreTold()
    {
        var pages = Enumerable.Range(0, 40).Select(_ => new Page(Feed)).ToList();
        await _service.UntilAsync(() => _service.Streams == 1);

        await _service.HappenAsync(Samples.Event(7, "model.loaded", "a"));

        await _service.UntilAsync(() => pages.All(page => page.Latest is { Events: [{ Id: 7 }] }));
        Assert.Equal(1, _service.Streams);
        var asked = _service.Asked("GET /system/residency");
        await _service.PassAsync(s_minute);
        Assert.InRange(_service.Asked("GET /system/residency") - asked, 10, 21);
        pages.ForEach(page => page.Dispose());
    }

    [Fact]
    public async Task Watch_NothingIsNew_TellsTwiceAMinuteAndAsksLittle()
    {
        using var page = new Page(Feed);
        await _service.UntilAsync(() => page.Latest?.Health is not null);
        await _service.PassAsync(s_minute);
        var (told, resources, health) = (page.Told, _service.Asked("GET /system/resources"), _service.Asked("GET /health"));

        await _service.PassAsync(s_minute);

        Assert.InRange(page.Told - told, 1, 2);
        Assert.InRange(_service.Asked("GET /system/resources") - resources, 4, 7);
        Assert.InRange(_service.Asked("GET /health") - health, 1, 2);
    }

    [Fact]
    public async Task Watch_ModelsAreUsed_HealthIsAskedForAgain()
    {
        using var page = new Page(Feed);
        await _service.UntilAsync(() => page.Latest?.Health is not null);
        _service.Say(Samples.Health(93));

        _service.Say(Samples.Residency(Samples.Ready("a") with { LastUsedAt = _service.Time.GetUtcNow() }));

        var begun = _service.Time.GetUtcNow();
        await _service.UntilAsync(() => page.Latest?.Health?.Score == 93);
        Assert.True(_service.Time.GetUtcNow() - begun < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Watch_BurstOfEvents_AsksOnceForAllOfThem()
    {
        using var page = new Page(Feed);
        await _service.UntilAsync(() => page.Latest?.Health is not null && _service.Streams == 1);
        var asked = _service.Asked("GET /system/residency");

        await _service.HappenAsync(Enumerable.Range(1, 150).Select(id => Samples.Event(id, "model.load_progress", "a")));
        await _service.UntilAsync(() => page.Latest?.Events.Count == 150);

        Assert.InRange(_service.Asked("GET /system/residency") - asked, 1, 5);
    }

    [Fact]
    public async Task Events_MoreThanAreKept_OldestLeave()
    {
        using var page = new Page(Feed);

        await _service.HappenAsync(Enumerable.Range(1, LiveFeed.KeptEvents + 50).Select(id => Samples.Event(id, "model.loaded", "a")));

        await _service.UntilAsync(() => page.Latest?.Events is [{ Id: LiveFeed.KeptEvents + 50 }, ..]);
        Assert.Equal(LiveFeed.KeptEvents, page.Latest!.Events.Count);
        Assert.Equal(51, page.Latest.Events[^1].Id);
    }

    [Fact]
    public async Task Lost_StreamBreaksOff_GoesOnBehindTheLastEventAndTakesNoneTwice()
    {
        using var page = new Page(Feed);
        await _service.HappenAsync(Samples.Event(7, "model.loaded", "a"), new EventInfo { Id = 0, Time = default, Kind = "stream.too_slow", Message = "Too slow." });
        await _service.UntilAsync(() => page.Latest?.Events.Count == 1);

        await _service.BreakOffAsync();
        await _service.UntilAsync(() => _service.Streams == 2);
        await _service.HappenAsync(Samples.Event(7, "model.loaded", "a"), Samples.Event(8, "model.crashed", "a"));

        await _service.UntilAsync(() => page.Latest?.Events is [{ Id: 8 }, { Id: 7 }]);
        Assert.Equal(["GET /system/events?after=0", "GET /system/events?after=7"], _service.Api.Asked.Where(call => call.Contains("events", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Lost_ServiceIsAway_SaysSoKeepsWhatIsKnownAndFindsItAgain()
    {
        using var page = new Page(Feed);
        await _service.HappenAsync(Samples.Event(7, "model.loaded", "a"));
        await _service.UntilAsync(() => page.Latest is { Health: not null, Events.Count: 1 });

        await _service.GoAwayAsync();

        await _service.UntilAsync(() => page.Latest?.Offline is not null);
        Assert.True(page.Latest is { Residency: not null, Health: not null, Events.Count: 1 });
        _service.ComeBack();
        await _service.UntilAsync(() => page.Latest is { Offline: null } && _service.Streams == 2);
        await _service.HappenAsync(Samples.Event(8, "model.unloaded", "a"));
        await _service.UntilAsync(() => page.Latest?.Events is [{ Id: 8 }, { Id: 7 }]);
    }

    [Fact]
    public async Task Lost_ForLong_IsTriedAgainAtAPaceThatCostsNothing()
    {
        using var page = new Page(Feed);
        await _service.UntilAsync(() => _service.Streams == 1);
        await _service.GoAwayAsync();
        await _service.UntilAsync(() => page.Latest?.Offline is not null);
        var asked = _service.Api.Asked.Count;

        await _service.PassAsync(s_minute);

        Assert.InRange(_service.Api.Asked.Count - asked, 20, 62);
    }

    [Fact]
    public async Task Leave_Last_EndsFollowingUntilSomebodyComes()
    {
        var first = new Page(Feed);
        var second = new Page(Feed);
        await _service.HappenAsync(Samples.Event(7, "model.loaded", "a"));
        await _service.UntilAsync(() => second.Latest?.Events.Count == 1);
        first.Dispose();
        first.Dispose();
        var toldFirst = first.Told;
        await _service.HappenAsync(Samples.Event(8, "model.pinned", "a"));
        await _service.UntilAsync(() => second.Latest?.Events.Count == 2);
        Assert.Equal(toldFirst, first.Told);

        second.Dispose();
        await _service.PassAsync(TimeSpan.FromSeconds(5));
        var asked = _service.Api.Asked.Count;
        await _service.PassAsync(s_minute);
        Assert.Equal(asked, _service.Api.Asked.Count);

        using var third = new Page(Feed);
        await _service.UntilAsync(() => _service.Streams == 2);
        Assert.Contains("GET /system/events?after=8", _service.Api.Asked);
    }

    [Fact]
    public async Task Tell_PageThatBreaks_TakesNoOtherWithIt()
    {
        using var broken = Feed.Watch(_ => throw new InvalidOperationException("The page is gone."));
        using var page = new Page(Feed);
        await _service.UntilAsync(() => page.Latest is not null);

        await _service.HappenAsync(Samples.Event(7, "model.loaded", "a"));

        await _service.UntilAsync(() => page.Latest?.Events.Count == 1);
    }

    [Fact]
    public async Task Refresh_PageChangedSomething_LooksWithoutWaiting()
    {
        using var page = new Page(Feed);
        await _service.UntilAsync(() => page.Latest?.Health is not null);
        _service.Say(Samples.Residency(Samples.Ready("a")));
        var begun = _service.Time.GetUtcNow();

        Feed.Refresh();
        Feed.Refresh();

        await _service.UntilAsync(() => page.Latest?.Residency?.Models.Count == 1);
        Assert.True(_service.Time.GetUtcNow() - begun < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Dispose_WhileFollowed_EndsAndFollowsNobodyAnyMore()
    {
        using var page = new Page(Feed);
        await _service.UntilAsync(() => page.Latest is not null && _service.Streams == 1);

        await Feed.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        var (told, asked) = (page.Told, _service.Api.Asked.Count);
        using var late = new Page(Feed);
        Feed.Refresh();
        await _service.PassAsync(s_minute);
        Assert.Equal((told, asked, 0), (page.Told, _service.Api.Asked.Count, late.Told));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    /// <summary>Somebody who looks.</summary>
    private sealed class Page : IDisposable
    {
        private readonly IDisposable _watching;
        private int _told;

        public Page(LiveFeed feed) => _watching = feed.Watch(view =>
        {
            Latest = view;
            Interlocked.Increment(ref _told);
        });

        public LiveView? Latest { get; private set; }

        public int Told => Volatile.Read(ref _told);

        public void Dispose() => _watching.Dispose();
    }
}
