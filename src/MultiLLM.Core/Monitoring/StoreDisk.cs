namespace MultiLLM.Core.Monitoring;

internal static class StoreDisk
{
    /// <summary>Also where the folder is not there yet: then the disk it would be on. Zeros where the system does not tell.</summary>
    public static DiskStanding Look(string folder)
    {
        try
        {
            var existing = folder;
            while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
                existing = above;
            var drive = new DriveInfo(existing);
            return new DiskStanding(folder, drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new DiskStanding(folder, 0, 0);
        }
    }
}
