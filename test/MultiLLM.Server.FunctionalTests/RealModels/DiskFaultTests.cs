using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>A home folder that takes nothing costs what would be remembered there, and no answer.</summary>
public sealed class DiskFaultTests
{
    [Fact]
    public async Task FullDisk_Home_IsSaidOnceAnswersGoOnAndWhatFitsLaterIsKept()
    {
        await using var disk = await SmallDisk.MountAsync(kilobytes: 1024);
        disk.Fill();
        await using var service = await ShippedService.StartAsync(disk.Folder);

        await service.AskAsync("starter-chat");
        await service.AskAsync("starter-embed");

        await Eventually.TrueAsync(() => Complaints(service) > 0);
        Assert.Equal(1, Complaints(service));
        Assert.Contains(service.Output, line => line.Contains("No space left", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(disk.Folder, "footprints.json")));

        disk.Empty();
        await service.AskAsync("starter-code");
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(disk.Folder, "footprints.json")));
        Assert.Contains("starter-embed", File.ReadAllText(Path.Combine(disk.Folder, "footprints.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadOnlyDisk_Home_IsSaidOnceAndAnswersGoOn()
    {
        await using var disk = await SmallDisk.MountAsync(kilobytes: 64);
        await disk.MakeReadOnlyAsync();

        await ReadOnlyHomeStillAnswersAsync(disk.Folder);
    }

    [Fact]
    public async Task ReadOnlyFolder_Home_IsSaidOnceAndAnswersGoOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may write to every folder.");
        var folder = Directory.CreateTempSubdirectory("multillm-home-");
        try
        {
            SetWritable(folder, false);
            await ReadOnlyHomeStillAnswersAsync(folder.FullName);
        }
        finally
        {
            SetWritable(folder, true);
            folder.Delete(recursive: true);
        }
    }

    private static async Task ReadOnlyHomeStillAnswersAsync(string home)
    {
        await using var service = await ShippedService.StartAsync(home);

        await service.AskAsync("starter-chat");
        await service.AskAsync("starter-embed");
        var (status, _) = await service.PostAsync("/models/starter-chat/unload", "");
        await service.AskAsync("starter-chat");

        Assert.Equal(200, status);
        await Eventually.TrueAsync(() => Complaints(service) > 0);
        Assert.Equal(1, Complaints(service));
        Assert.Empty(Directory.GetFileSystemEntries(home));
    }

    private static void SetWritable(DirectoryInfo folder, bool writable)
    {
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute | (writable ? UnixFileMode.UserWrite : UnixFileMode.None);
    }

    private static int Complaints(ShippedService service) => service.Output.Count(line => line.Contains("footprints.json cannot be written", StringComparison.Ordinal));
}
