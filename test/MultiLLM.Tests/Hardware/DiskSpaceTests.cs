using MultiLLM.Core.Hardware.Files;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Hardware;

public sealed class DiskSpaceTests
{
    [Fact]
    public void Look_FolderNotThereYet_IsTheDiskItWouldBeOn()
    {
        using var folder = new TempFolder();

        var disk = DiskSpace.Look(Path.Combine(folder.Path, "a", "b"));

        Assert.NotNull(disk);
        Assert.Equal(new DriveInfo(folder.Path).TotalSize, disk.TotalBytes);
        Assert.InRange(disk.FreeBytes, 1, disk.TotalBytes);
    }
}
