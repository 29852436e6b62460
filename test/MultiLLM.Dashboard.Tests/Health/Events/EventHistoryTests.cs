using CsCheck;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Health.Events;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Health.Events;

public sealed class EventHistoryTests
{
    [Fact]
    public void Of_List_IsNewestFirstWithoutTheProgressOfLoads()
    {
        var history = EventHistory.Of(new([Samples.Event(1, "model.loading"), Samples.Event(2, "model.load_progress"), Samples.Event(3, "model.loaded")], LastId: 3, Missed: false));

        Assert.Equal([3, 1], history.Events.Select(happened => happened.Id));
    }

    [Fact]
    public void With_WhatIsKnownAlready_IsTheSame()
    {
        var history = Of(1, 2, 3);

        Assert.Same(history, history.With([Samples.Event(3, "model.loaded"), Samples.Event(2, "model.loading")]));
        Assert.Same(history, history.With([]));
    }

    [Fact]
    public void With_OnlyProgress_IsReadButNotListed()
    {
        var history = Of(1).With([Samples.Event(2, "model.load_progress")]);

        Assert.Equal((2, 1), (history.LastId, history.Events.Count));
    }

    [Fact]
    public void With_AnyHistory_HasEachEventOnceInOrder() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 60]).Sample((kept, known, live) =>
        {
            // The service has seen "live" events; the page asked at "known" of them, and the feed keeps the last "kept".
            var all = Enumerable.Range(1, Math.Max(known, live)).Select(id => Samples.Event(id, id % 5 == 0 ? "model.load_progress" : "model.loaded")).ToList();
            var history = EventHistory.Of(new([.. all.Take(known)], known, Missed: false)).With([.. all.AsEnumerable().Reverse().Take(Math.Max(kept, all.Count - known))]);

            Assert.Equal(all.Where(happened => happened.Kind != "model.load_progress").Reverse().Select(happened => happened.Id), history.Events.Select(happened => happened.Id));
        });

    [Fact]
    public void With_MoreThanTheServiceKeeps_ForgetsTheOldest()
    {
        var history = Of([.. Enumerable.Range(1, EventHistory.Most).Select(id => (long)id)]).With([Samples.Event(EventHistory.Most + 1, "model.loaded")]);

        Assert.Equal(EventHistory.Most, history.Events.Count);
        Assert.Equal(2, history.Events[^1].Id);
    }

    [Fact]
    public void IsBehind_LiveEventsPushedSomeOut_IsTrue()
    {
        var live = Enumerable.Range(0, LiveFeed.KeptEvents).Select(i => Samples.Event(1000 - i, "model.loaded")).ToList();

        Assert.True(Of(1, 2).IsBehind(live));
        Assert.False(Of(1, live[^1].Id).IsBehind(live));
        Assert.False(Of(1, 2).IsBehind([.. live.Take(3)]));
    }

    [Fact]
    public void Around_Crash_HasWhatHappenedToThisModelAndToTheService()
    {
        var at = Samples.Event(5, "model.crashed", "a");
        EventInfo[] all =
        [
            Samples.Event(1, "model.loading", "a") with { Time = at.Time.AddMinutes(-9) },
            Samples.Event(2, "memory.low") with { Time = at.Time.AddSeconds(-9) },
            Samples.Event(3, "model.loaded", "a") with { Time = at.Time.AddSeconds(-5) },
            Samples.Event(4, "model.loaded", "b") with { Time = at.Time.AddSeconds(-2) },
            at,
            Samples.Event(6, "model.loading", "a") with { Time = at.Time.AddSeconds(3) },
        ];
        var history = EventHistory.Of(new(all, 6, Missed: false));

        Assert.Equal([6, 3, 2], history.Around(at, TimeSpan.FromMinutes(2), 8).Select(happened => happened.Id));
        Assert.Equal([6, 3], history.Around(at, TimeSpan.FromMinutes(2), 2).Select(happened => happened.Id));
        Assert.Empty(history.Around(at with { Id = 99 }, TimeSpan.FromMinutes(2), 8));
    }

    private static EventHistory Of(params IReadOnlyList<long> ids) => EventHistory.Of(new([.. ids.Select(id => Samples.Event(id, "model.loaded"))], ids[^1], Missed: false));
}
