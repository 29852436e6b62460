using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Hardware.Cpu;

namespace MultiLLM.Tests.Hardware;

public sealed class CpuTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("laptop", "Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz")]
    [InlineData("hybrid-vm", "AMD EPYC")]
    [InlineData("raspberry-pi", "Raspberry Pi 5 Model B Rev 1.0")]
    public void Read_RecordedMachine_NamesTheProcessor(string machine, string model) =>
        Assert.Equal(model, new CpuProbe(new RecordedMachine(machine), _time).Read().Model);

    [Fact]
    public void Read_NoCpuinfo_StillNamesSomething() => Assert.NotEmpty(new CpuProbe(new RecordedMachine("container-v2"), _time).Read().Model);

    [Theory]
    [InlineData("laptop", int.MaxValue)]
    [InlineData("hybrid-vm", int.MaxValue)]
    [InlineData("container-v2", 2)] // 1.5 cores' worth: a second one helps
    [InlineData("docker-v1", 1)]
    [InlineData("nested-v2", 1)] // the outer group allows less than the inner one
    public void Read_RecordedMachine_CountsNoMoreCoresThanItsGroupsAllow(string machine, int atMost) =>
        Assert.Equal(Math.Min(atMost, Environment.ProcessorCount), new CpuProbe(new RecordedMachine(machine), _time).Read().Cores);

    [Fact]
    public void Read_Twice_TellsTheShareBetweenTheLooks()
    {
        var machine = new RecordedMachine("laptop");
        var probe = new CpuProbe(machine, _time);
        Assert.Null(probe.Read().Utilization);

        _time.Advance(TimeSpan.FromSeconds(1));
        machine["/proc/stat"] = "cpu  284673 1532 91042 4832831 10442 0 5310 0 0 0\n"; // 80 busy, 120 idle

        Assert.Equal(0.4, probe.Read().Utilization!.Value, 6);
    }

    [Fact]
    public void Read_RightAfterALook_RepeatsItsShare()
    {
        var machine = new RecordedMachine("laptop");
        var probe = new CpuProbe(machine, _time);
        probe.Read();
        _time.Advance(TimeSpan.FromSeconds(1));
        machine["/proc/stat"] = "cpu  284673 1532 91042 4832831 10442 0 5310 0 0 0\n";
        var share = probe.Read().Utilization;

        _time.Advance(TimeSpan.FromMilliseconds(1));
        machine["/proc/stat"] = "cpu  284674 1532 91042 4832831 10442 0 5310 0 0 0\n";

        Assert.Equal(share, probe.Read().Utilization);
    }

    [Fact]
    public void Read_NoStat_TellsNoShare()
    {
        var probe = new CpuProbe(new RecordedMachine("container-v2"), _time);
        probe.Read();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(probe.Read().Utilization);
    }

    [Theory]
    [InlineData("cpu  1 2 3 4 5 6 7 8 9 10", 1 + 2 + 3 + 6 + 7 + 8, 36)]
    [InlineData("cpu  10 0 5 85", 15, 100)]
    public void Parse_Stat_CountsIdleAndDiskWaitAsFreeAndGuestsOnce(string line, long busy, long total) =>
        Assert.Equal(new CpuTicks(busy, total), ProcStat.Parse(line + "\ncpu0 1 1 1 1\n"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cpu0 1 2 3 4")]
    [InlineData("cpu  1 2 3")]
    [InlineData("cpu  1 x 3 4")]
    public void Parse_StatThatTellsNothing_IsNull(string? text) => Assert.Null(ProcStat.Parse(text));

    [Fact]
    public void BusySince_CounterWentBack_StaysWithinLimits()
    {
        Assert.Equal(0, new CpuTicks(5, 200).BusySince(new CpuTicks(10, 100)));
        Assert.Null(new CpuTicks(5, 100).BusySince(new CpuTicks(10, 100)));
    }
}
