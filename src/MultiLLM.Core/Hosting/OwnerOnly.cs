namespace MultiLLM.Core.Hosting;

/// <summary>Files and folders that only the user who runs the service may read.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;

    /// <summary>Creates it, or takes the others' rights to one that is there.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path); // a user's own folders are private there
            return;
        }
        Directory.CreateDirectory(path, PrivateFolder);
        if (File.GetUnixFileMode(path) != PrivateFolder)
            File.SetUnixFileMode(path, PrivateFolder);
    }

    /// <summary>Never readable by others, not even for the moment between creating and closing it.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share = FileShare.Read, FileOptions how = FileOptions.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share, Options = how };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Private;
        return new FileStream(path, options);
    }

    /// <summary>Replaces the file in one step, on the disk when this returns. Where that fails nothing stays behind.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = path + ".tmp";
        try
        {
            using (var file = Open(unfinished, FileMode.Create))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
