using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Events;
using MultiLLM.Core.Health.Watching;
using MultiLLM.Core.Monitoring;
using MultiLLM.Tests.Analytics;

namespace MultiLLM.Tests.Health;

public sealed class RecordingSideTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void WorkMeter_CompanyForAPartOfTheTime_IsItsMean()
    {
        var meter = new WorkMeter(_time);
        var first = meter.Begin("a");
        _time.Advance(TimeSpan.FromSeconds(2));
        var second = meter.Begin("a");
        var other = meter.Begin("b");
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(new WorkBeside(1.5, 0.5), first.End());
        Assert.Equal(new WorkBeside(2, 1), second.End());
        Assert.Equal(new WorkBeside(1, 1), other.End());
        var alone = meter.Begin("a");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new WorkBeside(1, 0), alone.End());
    }

    [Theory]
    [InlineData("a ", 40, true)]
    [InlineData("one two three ", 20, true)]
    [InlineData("a ", 20, false)]
    public void CircleSpotter_SamePiecesOverAndOver_AreACircle(string pieces, int rounds, bool circles)
    {
        var spotter = new CircleSpotter();
        foreach (var piece in Enumerable.Repeat(pieces.Split(' ', StringSplitOptions.RemoveEmptyEntries), rounds).SelectMany(piece => piece))
            spotter.Observe(piece);

        Assert.Equal(circles, spotter.IsCircling);
    }

    [Fact]
    public void CircleSpotter_OrdinaryText_IsNone()
    {
        var spotter = new CircleSpotter();
        for (var i = 0; i < 500; i++)
            spotter.Observe(i % 2 == 0 ? "the " : $"word{i * 7919 % 97} ");

        Assert.False(spotter.IsCircling);
    }

    [Fact]
    public void Of_CrashThatManyRequestsTellOf_IsOneFailure()
    {
        var samples = new RequestSamples();
        var crash = Records.Failed(model: "a");

        Assert.True(samples.Of(crash, Records.Noon.AddSeconds(1))!.Value.Failed);
        Assert.Null(samples.Of(crash, Records.Noon.AddSeconds(1)));
        Assert.True(samples.Of(crash with { Time = Records.Noon.AddSeconds(2) }, Records.Noon.AddSeconds(3))!.Value.Failed);
    }

    [Fact]
    public void Of_AnswerAfterALoadOrASecondAttempt_SaysNothingOfSpeed()
    {
        var samples = new RequestSamples();
        var answer = Records.Answered(model: "a") with { AnswersAtOnce = 1, LoadSeconds = 0 };

        Assert.True(double.IsFinite(samples.Of(answer, Records.Noon)!.Value.Decoding));
        Assert.True(double.IsNaN(samples.Of(answer with { LoadSeconds = 1 }, Records.Noon)!.Value.Decoding));
        Assert.True(double.IsNaN(samples.Of(answer with { Attempt = 2 }, Records.Noon)!.Value.FirstToken));
        Assert.Null(samples.Of(answer with { Outcome = RequestOutcome.Cancelled }, Records.Noon));
    }

    [Fact]
    public void TurnedAway_Flood_IsToldOnceAMinuteWithItsNumber()
    {
        var log = new EventLog(_time);
        var hits = new LimitHits(log, _time);
        for (var i = 0; i < 50; i++)
            hits.TurnedAway(null, "full.");
        _time.Advance(TimeSpan.FromMinutes(1));
        hits.TurnedAway(null, "full.");

        Assert.Equal(["A request was turned away: full.", "50 requests were turned away since this was last told: full."], log.ReadAfter(0).Events.Select(e => e.Message));
    }

    [Fact]
    public void DiskPressure_AroundTheLimit_IsToldOnce()
    {
        var pressure = new DiskPressure();

        Assert.Null(pressure.Observe(Disk(3_000_000_000)));
        Assert.Equal(EventKinds.DiskLow, pressure.Observe(Disk(1_900_000_000))!.Kind);
        Assert.Null(pressure.Observe(Disk(2_100_000_000)));
        Assert.Equal(EventKinds.DiskRecovered, pressure.Observe(Disk(3_100_000_000))!.Kind);
    }

    [Fact]
    public void Restore_EventsOfAnEarlierRun_ComeFirstAndNothingIsMissed()
    {
        var earlier = new EventLog(_time);
        earlier.Publish(new SystemEvent { Kind = "k", Message = "one" });
        earlier.Publish(new SystemEvent { Kind = "k", Message = "two" });
        var seen = earlier.ReadAfter(0).Events;
        _time.Advance(TimeSpan.FromMinutes(1));
        var log = new EventLog(_time);
        log.Publish(new SystemEvent { Kind = "k", Message = "three" });

        log.Restore(seen);

        Assert.Equal(["one", "two", "three"], log.ReadAfter(0).Events.Select(e => e.Message));
        var page = log.ReadAfter(seen[0].Id);
        Assert.Equal(["two", "three"], page.Events.Select(e => e.Message));
        Assert.False(page.Missed);
        Assert.True(log.ReadAfter(7).Missed);
    }

    [Fact]
    public void EventFile_LineCutOffByAKill_CostsItselfOnly()
    {
        var path = Path.GetTempFileName();
        EventFile.Append(path, [new SystemEvent { Id = 1, Kind = "k", Message = "one" }, new SystemEvent { Id = 2, Kind = "k", Message = "two" }]);
        File.AppendAllText(path, """{"id":3,"kind":"k","mess""");

        Assert.Equal([1L, 2L], EventFile.Read(path).Select(e => e.Id));
        File.Delete(path);
    }

    private static DiskStanding Disk(long free) => new("/models", 100_000_000_000, free);
}
