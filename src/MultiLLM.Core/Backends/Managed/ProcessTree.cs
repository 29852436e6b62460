using System.Diagnostics;
using System.Globalization;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>Processes below a process, by Linux's process table. Elsewhere only the process itself is seen.</summary>
internal static class ProcessTree
{
    /// <summary>Itself first, then its children, and so on.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var children = All().ToLookup(process => process.Parent, process => process.Id);
        var found = new List<int> { root };
        for (var i = 0; i < found.Count; i++)
            found.AddRange(children[found[i]]);
        return found;
    }

    /// <summary>
    /// What all of them hold now. Memory that several share counts once: the kernel gives each its share of it. Null: nothing can be told.
    /// </summary>
    public static MemoryUse? Measure(int root)
    {
        var use = new MemoryUse();
        foreach (var process in Of(root))
        {
            if (Lines($"/proc/{process}/smaps_rollup") is { } shares)
            {
                use.RssBytes += Field(shares, "Pss:");
                use.PrivateBytes += Field(shares, "Pss_Anon:") + Field(shares, "Pss_Shmem:");
            }
            else if (Lines($"/proc/{process}/status") is { } status)
            {
                use.RssBytes += Field(status, "VmRSS:");
                use.PrivateBytes += Field(status, "RssAnon:") + Field(status, "RssShmem:");
            }
        }
        return use.RssBytes > 0 ? use : null;
    }

    /// <summary>Ends all processes of a session: what is left of a program whose supervisor was killed.</summary>
    public static void KillSession(int session)
    {
        foreach (var process in All().Where(process => process.Session == session))
        {
            try
            {
                using var left = Process.GetProcessById(process.Id);
                left.Kill();
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // it ended meanwhile
            }
        }
    }

    private static IEnumerable<(int Id, int Parent, int Session)> All()
    {
        if (!OperatingSystem.IsLinux())
            yield break;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || Lines($"{folder}/stat") is not [var stat, ..])
                continue;
            // "123 (name) S parent group session …": the name may hold anything.
            if (stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is [_, var parent, _, var session, ..])
                yield return (id, int.Parse(parent, CultureInfo.InvariantCulture), int.Parse(session, CultureInfo.InvariantCulture));
        }
    }

    private static string[]? Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // it ended meanwhile, or is another user's
        }
    }

    // "Pss:    123 kB"
    private static ulong Field(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line.AsSpan(name.Length).TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes * 1024
            : 0;
}
