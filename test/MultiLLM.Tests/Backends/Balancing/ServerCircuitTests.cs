using MultiLLM.Core.Backends.Balancing;

namespace MultiLLM.Tests.Backends.Balancing;

public sealed class ServerCircuitTests
{
    private readonly ServerCircuit _circuit = new();

    [Theory]
    [InlineData(ServerVerdict.Unreachable)]
    [InlineData(ServerVerdict.Busy)]
    [InlineData(ServerVerdict.Refused)]
    public void Ended_WhatTellsEnough_OpensAtOnce(object verdict)
    {
        Assert.True(Fail((ServerVerdict)verdict, 0));
        Assert.False(_circuit.Admits(Seconds(0.5)));
    }

    [Fact]
    public void Ended_SingleFailures_StayClosedUntilThreeInARow()
    {
        Assert.False(Fail(ServerVerdict.Failed, 0));
        Assert.False(Fail(ServerVerdict.Failed, 1));
        Assert.True(Fail(ServerVerdict.Failed, 2));
    }

    [Fact]
    public void Ended_HalfOfTheLastRequestsFailed_Opens()
    {
        var opened = false;
        for (var i = 0; i < 12 && !opened; i++)
        {
            Good(i);
            opened = Fail(ServerVerdict.Failed, i + 0.5);
        }
        Assert.True(opened);
    }

    [Fact]
    public void Ended_OldFailures_CountNoMore()
    {
        for (var i = 0; i < 20; i++)
        {
            Good(i * 100);
            Assert.False(Fail(ServerVerdict.Failed, (i * 100) + 1));
        }
    }

    [Fact]
    public void Admits_AfterThePause_OneTrialAtATime()
    {
        Fail(ServerVerdict.Unreachable, 0);
        Assert.True(_circuit.Admits(Seconds(3)));
        _circuit.Begin();
        Assert.False(_circuit.Admits(Seconds(3)));

        Assert.True(_circuit.Ended(ServerOutcome.Good, wasTrial: true, Seconds(4)));
        Assert.False(_circuit.IsOpen);
    }

    [Fact]
    public void Ended_TrialFails_PausesLonger()
    {
        Fail(ServerVerdict.Unreachable, 0);
        _circuit.Begin();
        Assert.False(_circuit.Ended(new ServerOutcome(ServerVerdict.Unreachable, "x"), wasTrial: true, Seconds(3)));
        Assert.False(_circuit.Admits(Seconds(6)));
        Assert.True(_circuit.Admits(Seconds(7)));
    }

    [Fact]
    public void Ended_ServerSaysWhen_WaitsJustSoLong()
    {
        _circuit.Ended(new ServerOutcome(ServerVerdict.Busy, "x", Seconds(17)), wasTrial: false, Seconds(1));
        Assert.False(_circuit.Admits(Seconds(17.9)));
        Assert.True(_circuit.Admits(Seconds(18)));
    }

    [Fact]
    public void Admits_Refused_OnlyAProbeTries()
    {
        Fail(ServerVerdict.Refused, 0);
        Assert.False(_circuit.Admits(Seconds(10_000)));
        Assert.True(_circuit.WantsProbe(Seconds(30)));
    }

    [Fact]
    public void Ended_RequestsBegunBefore_NeitherCloseNorLengthen()
    {
        Fail(ServerVerdict.Unreachable, 0);
        var until = _circuit.Until;
        Assert.False(_circuit.Ended(ServerOutcome.Good, wasTrial: false, Seconds(1)));
        Assert.False(Fail(ServerVerdict.Unreachable, 1));
        Assert.Equal((true, until), (_circuit.IsOpen, _circuit.Until));
    }

    private void Good(double at) => _circuit.Ended(ServerOutcome.Good, wasTrial: false, Seconds(at));

    private bool Fail(ServerVerdict verdict, double at) => _circuit.Ended(new ServerOutcome(verdict, "x"), wasTrial: false, Seconds(at));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
