namespace MultiLLM.Core.Acquisition;

internal interface IDiskSpace
{
    /// <summary>Of the file system that a folder, or the part of its path that exists, lies on.</summary>
    DiskRoom Of(string folder);
}

/// <param name="Volume">Names the file system.</param>
/// <param name="FreeBytes">What this user may still write.</param>
internal sealed record DiskRoom(string Volume, long FreeBytes);

internal sealed class DiskSpace : IDiskSpace
{
    public DiskRoom Of(string folder)
    {
        var existing = new DirectoryInfo(folder);
        while (!existing.Exists && existing.Parent is { } parent)
            existing = parent;
        var path = existing.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? existing.FullName;
        var mounts = DriveInfo.GetDrives().Select(drive => drive.RootDirectory.FullName);
        var volume = mounts.Where(mount => IsInside(path, mount)).MaxBy(mount => mount.Length) ?? Path.GetPathRoot(path)!;
        return new DiskRoom(volume, new DriveInfo(OperatingSystem.IsWindows() ? volume : path).AvailableFreeSpace);
    }

    private static bool IsInside(string path, string mount) =>
        path == mount || path.StartsWith(Path.EndsInDirectorySeparator(mount) ? mount : mount + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
