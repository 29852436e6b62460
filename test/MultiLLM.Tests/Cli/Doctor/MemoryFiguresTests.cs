using MultiLLM.Cli.Doctor;

namespace MultiLLM.Tests.Cli.Doctor;

public sealed class MemoryFiguresTests
{
    private const string MemInfo = "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    8000000 kB\n";

    [Fact]
    public void Of_NoContainer_IsTheMachine() =>
        Assert.Equal(8_192_000_000, MemoryFigures.Of(16_384_000_000, Files(("/proc/meminfo", MemInfo))).AvailableBytes);

    [Fact]
    public void Of_Container_CountsWhatTheTightestGroupLeaves()
    {
        var figures = MemoryFigures.Of(2_000_000_000, Files(
            ("/proc/meminfo", MemInfo),
            ("/proc/self/cgroup", "0::/outer/inner\n"),
            ("/sys/fs/cgroup/outer/inner/memory.max", "max\n"),
            ("/sys/fs/cgroup/outer/memory.max", "2000000000\n"),
            ("/sys/fs/cgroup/outer/memory.current", "1500000000\n"),
            ("/sys/fs/cgroup/outer/memory.stat", "anon 1\ninactive_file 300000000\n")));

        Assert.Equal(800_000_000, figures.AvailableBytes);
    }

    [Fact]
    public void Of_ContainerRootWithLimit_IsRead() =>
        Assert.Equal(400, MemoryFigures.Of(1000, Files(
            ("/proc/meminfo", MemInfo), ("/proc/self/cgroup", "0::/\n"), ("/sys/fs/cgroup/memory.max", "1000"), ("/sys/fs/cgroup/memory.current", "600"))).AvailableBytes);

    [Fact]
    public void Of_NoFiles_IsUnknown() => Assert.Null(MemoryFigures.Of(1000, Files()).AvailableBytes);

    private static Func<string, string?> Files(params (string Path, string Text)[] files) =>
        path => files.FirstOrDefault(file => file.Path == path).Text;
}
