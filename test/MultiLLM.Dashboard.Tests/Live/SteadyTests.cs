using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Live;

public sealed class SteadyTests
{
    [Fact]
    public void Resources_WaveringFigures_AreTheReportBefore()
    {
        var before = Samples.Resources;
        var now = before with
        {
            Memory = before.Memory with { AvailableBytes = before.Memory.AvailableBytes + 20_000_000 },
            Room = before.Room! with { FreeBytes = before.Room.FreeBytes + 20_000_000, OtherBytes = before.Room.OtherBytes - 20_000_000 },
            Cpu = before.Cpu with { Utilization = 0.22 },
            Disk = before.Disk with { FreeBytes = before.Disk.FreeBytes - 4096 },
            Gpus = [before.Gpus[0] with { FreeBytes = before.Gpus[0].FreeBytes - 1 }],
        };

        Assert.Same(before, Steady.Of(before, now));
    }

    [Fact]
    public void Resources_MemoryThatAPersonWouldNotice_IsTheNewReport()
    {
        var now = Samples.Resources with { Memory = Samples.Resources.Memory with { AvailableBytes = 9_800_000_000 } };

        Assert.Same(now, Steady.Of(Samples.Resources, now));
    }

    [Fact]
    public void Resources_SlowDrift_IsTold()
    {
        var shown = Samples.Resources;
        var told = 0;
        for (var step = 1; step <= 10; step++)
        {
            var now = Samples.Resources with { Memory = Samples.Resources.Memory with { AvailableBytes = 10_000_000_000 - (step * 30_000_000L) } };
            var next = Steady.Of(shown, now);
            told += ReferenceEquals(next, shown) ? 0 : 1;
            shown = next;
        }

        Assert.Equal(3, told);
    }

    [Fact]
    public void Residency_OnlyIdleTimeWentBy_IsTheReportBefore()
    {
        var before = Samples.Residency(Samples.Ready("a"));
        var now = Samples.Residency(Samples.Ready("a") with { IdleSeconds = 8, MeasuredBytes = 2_000_004_096 });

        Assert.Same(before, Steady.Of(before, now));
    }

    [Fact]
    public void Residency_AnotherStateOrModel_IsTheNewReport()
    {
        var before = Samples.Residency(Samples.Ready("a"));
        var unloading = Samples.Residency(Samples.Ready("a") with { State = "unloading" });
        var more = Samples.Residency(Samples.Ready("a"), Samples.Ready("b"));

        Assert.Same(unloading, Steady.Of(before, unloading));
        Assert.Same(more, Steady.Of(before, more));
    }
}
