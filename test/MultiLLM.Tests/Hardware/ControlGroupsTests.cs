using MultiLLM.Core.Hardware;

namespace MultiLLM.Tests.Hardware;

public sealed class ControlGroupsTests
{
    [Fact]
    public void Find_Version2_ListsEveryGroupAroundTheProcess() =>
        Assert.Equal(
            ["/sys/fs/cgroup/a/b", "/sys/fs/cgroup/a", "/sys/fs/cgroup"],
            ControlGroups.Find("memory", "0::/a/b\n", "1 2 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")!.Folders);

    [Fact]
    public void Find_HybridMachine_TakesTheVersionThatHasTheController()
    {
        var machine = new RecordedMachine("hybrid-vm");

        var memory = ControlGroups.Find("memory", machine.Read("/proc/self/cgroup"), machine.Read("/proc/self/mountinfo"))!;

        Assert.Equal(ControlGroupVersion.V1, memory.Version);
        Assert.Equal(["/sys/fs/cgroup/memory/jobs/f41b2818", "/sys/fs/cgroup/memory/jobs", "/sys/fs/cgroup/memory"], memory.Folders);
    }

    [Theory]
    [InlineData("/docker/abc", "/docker/abc", "/mnt")]
    [InlineData("/docker/abc", "/docker/abc/x", "/mnt/x")]
    [InlineData("/docker/abc", "/docker/abcd", "/mnt")]
    [InlineData("/docker/abc", "/elsewhere", "/mnt")]
    [InlineData("/", "/../../outside", "/mnt")]
    public void Find_MountBeginsAtAGroup_CutsItOffThePath(string root, string path, string innermost) =>
        Assert.Equal(innermost, ControlGroups.Find("memory", $"9:memory:{path}\n", $"1 2 0:30 {root} /mnt rw - cgroup cgroup rw,memory\n")!.Folders[0]);

    [Fact]
    public void Find_SpaceInTheMountPoint_IsUnescaped() =>
        Assert.Equal("/mnt/my groups", ControlGroups.Find("cpu", "0::/\n", "1 2 0:30 / /mnt/my\\040groups rw shared:1 - cgroup2 none rw\n")!.Folders[0]);

    [Theory]
    [InlineData(null, null)]
    [InlineData("0::/\n", "")]
    [InlineData("", "1 2 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")]
    [InlineData("nonsense\n:::\n", "nonsense - \n - x y z\n")]
    public void Find_NoGroups_IsNull(string? membership, string? mounts) => Assert.Null(ControlGroups.Find("memory", membership, mounts));
}
