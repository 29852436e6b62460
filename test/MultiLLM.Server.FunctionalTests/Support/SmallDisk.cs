using System.Diagnostics;

namespace MultiLLM.Server.FunctionalTests.Support;

/// <summary>A file system of a few kilobytes in memory.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Skips the test where file systems may not be mounted, as for anybody but root.</summary>
    public static async Task<SmallDisk> MountAsync(int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux may mount a small disk.");
        var folder = Directory.CreateTempSubdirectory("multillm-disk-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder) is { Length: > 0 } why)
        {
            Directory.Delete(folder);
            Assert.Skip($"A small disk could not be mounted here: {why}");
        }
        return new SmallDisk(folder);
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var filler = File.Create(FillerPath, bufferSize: 1);
        var block = new byte[4096];
        try
        {
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            // full
        }
    }

    public void Empty() => File.Delete(FillerPath);

    public async Task MakeReadOnlyAsync() => Assert.Equal("", await RunAsync("mount", "-o", "remount,ro", Folder));

    public async ValueTask DisposeAsync()
    {
        Assert.Equal("", await RunAsync("umount", Folder));
        Directory.Delete(Folder);
    }

    private string FillerPath => Path.Combine(Folder, "filler");

    /// <summary>Empty, or why it failed.</summary>
    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? "" : $"{program} {error.Trim()}";
    }
}
