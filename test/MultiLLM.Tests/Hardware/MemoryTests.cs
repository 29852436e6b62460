using CsCheck;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Hardware.Files;
using MultiLLM.Core.Hardware.Memory;

namespace MultiLLM.Tests.Hardware;

public sealed class MemoryTests
{
    [Theory]
    [InlineData("laptop", 16137424L * 1024, 9274568L * 1024, "meminfo")]
    [InlineData("hybrid-vm", 24684092L * 1024, 23992260L * 1024, "meminfo")]
    [InlineData("raspberry-pi", 8064896L * 1024, 7461312L * 1024, "meminfo")]
    // limit - usage + file pages + reclaimable slabs
    [InlineData("container-v2", 4294967296L, 4294967296L - 2147483648L + 734003200 + 364904448 + 52428800, "cgroup2")]
    [InlineData("docker-v1", 1073741824L, 1073741824L - 805306368 + 268435456 + 134217728, "cgroup1")]
    // the inner group has 7.2 GB left, the one around it 1.6 GB
    [InlineData("nested-v2", 10000000000L, 1600000000L, "cgroup2")]
    public void Read_RecordedMachine_IsWhatItsTightestLimitLeaves(string machine, long total, long available, string source) =>
        Assert.Equal(new MemoryStanding(total, available, source), Probe(new RecordedMachine(machine)).Read());

    [Fact]
    public void Read_GroupAllowsMoreThanTheMachineHasLeft_IsWhatTheMachineHas()
    {
        var machine = new RecordedMachine("container-v2") { ["/proc/meminfo"] = "MemTotal: 65762532 kB\nMemAvailable: 1000 kB\n" };

        Assert.Equal(1000 * 1024, Probe(machine).Read().AvailableBytes);
    }

    [Fact]
    public void Read_GroupOverItsLimit_IsNothingAndNotLess()
    {
        var machine = new RecordedMachine("container-v2") { ["/sys/fs/cgroup/memory.current"] = "9294967296", ["/sys/fs/cgroup/memory.stat"] = null };

        Assert.Equal(0, Probe(machine).Read().AvailableBytes);
    }

    [Fact]
    public void Read_LimitChanges_IsSeenAtTheNextLook()
    {
        var machine = new RecordedMachine("container-v2");
        var probe = Probe(machine);
        probe.Read();
        machine["/sys/fs/cgroup/memory.max"] = "max";

        Assert.Equal("meminfo", probe.Read().Source);
    }

    [Fact]
    public void Read_NoMeminfo_AsksTheRuntime()
    {
        var machine = new RecordedMachine("laptop") { ["/proc/meminfo"] = null };

        Assert.Equal("runtime", Probe(machine).Read().Source);
    }

    [Fact]
    public void Parse_MeminfoWithoutEstimate_CountsFreeAndCacheButNotSharedMemory() =>
        Assert.Equal(
            (100 + 20 + 300 - 50) * 1024,
            Meminfo.Parse("MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 20 kB\nCached: 300 kB\nShmem: 50 kB\n")!.AvailableBytes);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("MemTotal:")]
    [InlineData("MemTotal: 0 kB\nMemAvailable: 10 kB")]
    [InlineData("MemTotalX: 12 kB")]
    [InlineData("MemTotal: 99999999999999999999 kB")]
    public void Parse_MeminfoThatTellsNothing_IsNull(string? text) => Assert.Null(Meminfo.Parse(text));

    [Fact]
    public void Read_AnyText_NeverFailsAndNeverLeavesTheLimits() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((limit, usage, stat) =>
        {
            var machine = new RecordedMachine("container-v2")
            {
                ["/sys/fs/cgroup/memory.max"] = limit,
                ["/sys/fs/cgroup/memory.current"] = usage,
                ["/sys/fs/cgroup/memory.stat"] = stat,
                ["/proc/self/cgroup"] = limit + "\n0::/" + usage,
            };
            var memory = Probe(machine).Read();
            Assert.InRange(memory.AvailableBytes, 0, memory.TotalBytes);
        }, iter: 500);

    [Fact]
    public void RuntimeMemory_Read_IsPlausible()
    {
        var memory = new RuntimeMemory(TimeProvider.System).Read();

        Assert.InRange(memory.TotalBytes, 100_000_000, long.MaxValue);
        Assert.InRange(memory.AvailableBytes, 1, memory.TotalBytes - 1);
    }

    private static LinuxMemory Probe(ISystemFiles files) => new(files, new Otherwise());

    private sealed class Otherwise : IMemoryProbe
    {
        public MemoryStanding Read() => new(2, 1, "runtime");
    }
}
