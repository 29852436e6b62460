using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Selection;

namespace MultiLLM.Tests.Selection;

public sealed class CircuitsTests
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly Circuits _circuits;

    public CircuitsTests() => _circuits = new Circuits(_time);

    [Fact]
    public void TryBegin_TwoFailures_IsStillUsed()
    {
        Fail(2);

        Assert.Empty(_circuits.Open);
        Assert.NotNull(Begin());
    }

    [Fact]
    public void TryBegin_ThreeFailures_IsPassedOverWithTheReason()
    {
        Fail(3);

        Assert.Contains("failed 3 times in a row and is passed over for a while: broken", _circuits.Open["m"]);
        Assert.Null(Begin());
    }

    [Fact]
    public void TryBegin_CallerInsists_GetsItAllTheSame()
    {
        Fail(3);

        Assert.NotNull(_circuits.TryBegin("m", insists: true));
    }

    [Fact]
    public void TryBegin_AfterThePause_ExactlyOneRequestTriesIt()
    {
        Fail(3);
        _time.Advance(FirstPause);

        Assert.Empty(_circuits.Open);
        using var trial = Begin();
        Assert.NotNull(trial);
        Assert.Null(Begin());
        Assert.Contains("one request is just trying it again", _circuits.Open["m"]);
    }

    [Fact]
    public void Succeeded_Trial_EverybodyMayUseItAgainAndOldFailuresAreForgotten()
    {
        Fail(3);
        _time.Advance(FirstPause);

        Begin()!.Succeeded();

        Fail(2);
        Assert.Empty(_circuits.Open);
    }

    [Fact]
    public void Failed_Trial_ThePauseDoubles()
    {
        Fail(3);
        _time.Advance(FirstPause);

        Begin()!.Failed("broken");

        _time.Advance(FirstPause);
        Assert.Null(Begin());
        _time.Advance(FirstPause);
        Assert.NotNull(Begin());
    }

    [Fact]
    public void Dispose_TrialWithoutVerdict_TheNextOneMayTry()
    {
        Fail(3);
        _time.Advance(FirstPause);

        Begin()!.Dispose();

        Assert.NotNull(Begin());
    }

    [Fact]
    public void Failed_ManyUnderWayAtOneCrash_CountsOnce()
    {
        var underWay = Enumerable.Range(0, 20).Select(_ => Begin()!).ToList();
        _time.Advance(TimeSpan.FromSeconds(1));

        underWay.ForEach(attempt => attempt.Failed("crashed"));

        Assert.Empty(_circuits.Open);
    }

    [Fact]
    public void Failed_ForEver_ThePauseStaysBelowFiveMinutes()
    {
        for (var i = 0; i < 100; i++)
        {
            _circuits.TryBegin("m", insists: true)!.Failed("broken");
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.Null(Begin());

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.NotNull(Begin());
    }

    [Fact]
    public void Failed_ToldTwice_CountsOnce()
    {
        for (var i = 0; i < 2; i++)
        {
            var attempt = Begin()!;
            attempt.Failed("broken");
            attempt.Failed("broken");
        }

        Assert.Empty(_circuits.Open);
    }

    [Fact]
    public async Task TryBegin_ManyThreadsAfterThePause_OneOfThemTries()
    {
        Fail(3);
        _time.Advance(FirstPause);

        var attempts = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(Begin)));

        Assert.Single(attempts, attempt => attempt is not null);
    }

    private CircuitAttempt? Begin() => _circuits.TryBegin("m", insists: false);

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            Begin()!.Failed("broken");
    }
}
