using MultiLLM.Core.Monitoring;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Monitoring;

public sealed class StoreDiskTests
{
    [Fact]
    public void Look_FolderNotThereYet_IsTheDiskItWouldBeOn()
    {
        using var folder = new TempFolder();
        var missing = Path.Combine(folder.Path, "a", "b");

        var disk = StoreDisk.Look(missing);

        Assert.Equal(missing, disk.Folder);
        Assert.Equal(new DriveInfo(folder.Path).TotalSize, disk.TotalBytes);
        Assert.InRange(disk.FreeBytes, 1, disk.TotalBytes);
    }
}
