using System.Collections.Concurrent;

namespace MultiLLM.Core.Backends;

/// <summary>Keys in files. A file is looked at for each request and read again when it has changed.</summary>
internal static class KeyFile
{
    private const int LongestKey = 8 * 1024;

    private static readonly ConcurrentDictionary<string, (DateTime Written, long Length, string Key)> Known = new(StringComparer.Ordinal);

    /// <summary>Fails with <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    public static string? Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new FileNotFoundException("The key's file is not there.", path);
        if (Known.TryGetValue(path, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
            return known.Key;
        if (file.Length > LongestKey)
            throw new IOException("The key's file is too long for a key.");
        var key = File.ReadAllText(path).Trim();
        Known[path] = (file.LastWriteTimeUtc, file.Length, key);
        return key;
    }
}
