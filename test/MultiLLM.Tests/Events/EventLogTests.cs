using CsCheck;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Events;
using MultiLLM.Core.Residency;

namespace MultiLLM.Tests.Events;

public sealed class EventLogTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly EventLog _log;

    public EventLogTests() => _log = new EventLog(_time);

    [Fact]
    public void ReadAfter_Zero_IsAllThatIsKeptInOrder()
    {
        Publish(3);

        var page = _log.ReadAfter(0);

        Assert.Equal(["0", "1", "2"], page.Events.Select(e => e.Message));
        Assert.Equal([_log.LastId - 2, _log.LastId - 1, _log.LastId], page.Events.Select(e => e.Id));
        Assert.Equal((_log.LastId, false), (page.LastId, page.Missed));
    }

    [Fact]
    public void ReadAfter_LastId_IsNothing()
    {
        Assert.Empty(_log.ReadAfter(_log.LastId).Events);
        Publish(2);
        Assert.Empty(_log.ReadAfter(_log.LastId).Events);
        Assert.False(_log.ReadAfter(_log.LastId).Missed);
    }

    [Fact]
    public void ReadAfter_RingTurnedOver_MissesTheOldest()
    {
        var start = _log.LastId;
        Publish(EventLog.Capacity);
        Assert.False(_log.ReadAfter(start).Missed);
        Publish(1);

        Assert.True(_log.ReadAfter(start).Missed);
        Assert.Equal(EventLog.Capacity, _log.ReadAfter(start).Events.Count);
        Assert.False(_log.ReadAfter(start + 1).Missed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void ReadAfter_IdOfAnotherService_IsAllThatIsKeptAndSaysSo(long id)
    {
        Publish(2);

        var page = _log.ReadAfter(id);

        Assert.True(page.Missed);
        Assert.Equal(2, page.Events.Count);
    }

    [Fact]
    public void Ids_AfterARestart_AreHigher()
    {
        Publish(100);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(new EventLog(_time).LastId > _log.LastId);
    }

    [Fact]
    public async Task WaitAfterAsync_SomethingHappens_Ends()
    {
        var waiting = _log.WaitAfterAsync(_log.LastId, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        Publish(1);

        await waiting;
        Assert.True(_log.WaitAfterAsync(_log.LastId - 1, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task WaitAfterAsync_Cancelled_Ends()
    {
        using var leave = new CancellationTokenSource();
        var waiting = _log.WaitAfterAsync(_log.LastId, leave.Token);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void Publish_ResidencyEvent_KeepsItsTimeAndLeavesOutWhatIsNotKnown()
    {
        _log.Publish(new ResidencyEvent(_time.GetUtcNow().AddSeconds(-3), ResidencyEventKind.Unloading, "m", "It made room for n."));

        var told = Assert.Single(_log.ReadAfter(0).Events);
        Assert.Equal(("model.unloading", "m", "It made room for n."), (told.Kind, told.ModelId, told.Message));
        Assert.Equal(_time.GetUtcNow().AddSeconds(-3), told.Time);
        Assert.Null(told.Bytes);
        Assert.Null(told.Seconds);
    }

    [Fact]
    public void Of_EveryResidencyEvent_HasANameOfItsOwn()
    {
        var kinds = Enum.GetValues<ResidencyEventKind>();

        Assert.Equal(kinds.Length, kinds.Select(EventKinds.Of).Distinct().Count());
        Assert.All(kinds, kind => Assert.Matches("^model\\.[a-z_]+$", EventKinds.Of(kind)));
    }

    /// <summary>Whatever the pace: a reader that is not told that it missed something has seen every event exactly once, in order.</summary>
    [Fact]
    public void ReadAfter_AnyPace_LosesNothingUnnoticed() => Gen.Int[0, 1500].Array[1, 8].Sample(bursts =>
    {
        var log = new EventLog(_time);
        var (seen, published) = (0, 0);
        var last = log.LastId;
        foreach (var burst in bursts)
        {
            for (var i = 0; i < burst; i++)
                log.Publish(new SystemEvent { Kind = "k", Message = (published++).ToString() });
            var page = log.ReadAfter(last);
            Assert.Equal(burst > EventLog.Capacity, page.Missed);
            Assert.Equal(Math.Min(burst, EventLog.Capacity), page.Events.Count);
            seen = published - page.Events.Count;
            Assert.All(page.Events, e => Assert.Equal(seen++.ToString(), e.Message));
            last = page.LastId;
        }
    }, iter: 200);

    [Fact]
    public async Task Publish_ManyAtOnce_GivesEveryEventAnIdOfItsOwn()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Publish(100))));

        Assert.Equal(800, _log.ReadAfter(0).Events.Select(e => e.Id).Distinct().Count());
    }

    private void Publish(int count)
    {
        for (var i = 0; i < count; i++)
            _log.Publish(new SystemEvent { Kind = "k", Message = i.ToString() });
    }
}
