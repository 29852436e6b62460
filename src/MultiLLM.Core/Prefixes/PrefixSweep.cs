namespace MultiLLM.Core.Prefixes;

/// <summary>A file that a runner wrote.</summary>
/// <param name="Path">Where.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="LastUsed">Written or read; runners set the file's time when they read it.</param>
/// <param name="IsWhole">Else it is being written, or its writer was killed.</param>
internal sealed record PrefixFile(string Path, long Bytes, DateTimeOffset LastUsed, bool IsWhole);

/// <param name="MaxBytes">Of all models together.</param>
/// <param name="MaxAge">Since the last use.</param>
/// <param name="MaxFiles">Of all models together.</param>
internal sealed record PrefixRules(long MaxBytes, TimeSpan MaxAge, int MaxFiles = 1024);

/// <summary>Which saved states have to go. Pure.</summary>
internal static class PrefixSweep
{
    /// <summary>No state takes so long to be written.</summary>
    private static readonly TimeSpan Unfinished = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<PrefixFile> Victims(IEnumerable<PrefixFile> files, PrefixRules rules, DateTimeOffset now)
    {
        var victims = new List<PrefixFile>();
        var (bytes, count) = (0L, 0);
        var isFull = false;
        foreach (var file in files.OrderByDescending(file => file.LastUsed))
        {
            var isOld = now - file.LastUsed > (file.IsWhole ? rules.MaxAge : Unfinished);
            isFull |= bytes + file.Bytes > rules.MaxBytes || count == rules.MaxFiles; // from here on: a smaller one that was used before that does not outlive it
            if (isOld || (isFull && (file.IsWhole || rules.MaxBytes == 0)))
            {
                victims.Add(file);
                continue;
            }
            bytes += file.Bytes;
            count++;
        }
        return victims;
    }
}
