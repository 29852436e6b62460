namespace MultiLLM.Core.Hardware.Files;

internal interface IDiskSpace
{
    /// <summary>Of the file system that a folder, or the part of its path that exists, lies on.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    DiskRoom Of(string folder);
}

/// <param name="Volume">Names the file system.</param>
/// <param name="TotalBytes">Its size.</param>
/// <param name="FreeBytes">What this user may still write.</param>
internal sealed record DiskRoom(string Volume, long TotalBytes, long FreeBytes);

internal sealed class DiskSpace : IDiskSpace
{
    /// <summary>Null: the system does not tell.</summary>
    public static DiskRoom? Look(string folder)
    {
        try
        {
            return new DiskSpace().Of(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public DiskRoom Of(string folder)
    {
        var existing = new DirectoryInfo(folder);
        while (!existing.Exists && existing.Parent is { } parent)
            existing = parent;
        var path = existing.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? existing.FullName;
        var mounts = DriveInfo.GetDrives().Select(drive => drive.RootDirectory.FullName);
        var volume = mounts.Where(mount => IsInside(path, mount)).MaxBy(mount => mount.Length) ?? Path.GetPathRoot(path)!;
        var drive = new DriveInfo(OperatingSystem.IsWindows() ? volume : path);
        return new DiskRoom(volume, drive.TotalSize, drive.AvailableFreeSpace);
    }

    private static bool IsInside(string path, string mount) =>
        path == mount || path.StartsWith(Path.EndsInDirectorySeparator(mount) ? mount : mount + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
