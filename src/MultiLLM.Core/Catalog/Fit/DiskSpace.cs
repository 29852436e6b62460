namespace MultiLLM.Core.Catalog.Fit;

internal static class DiskSpace
{
    /// <summary>Bytes free to this process in a folder, or where it would be made; null: the system does not say.</summary>
    public static long? FreeAt(string folder)
    {
        try
        {
            var there = new DirectoryInfo(folder);
            while (!there.Exists && there.Parent is { } parent)
                there = parent;
            return new DriveInfo(there.FullName).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
