using System.Globalization;

namespace MultiLLM.EndToEndTests.Support;

/// <summary>Who descends from whom, as /proc tells it.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Children, their children and so on.</summary>
    public static IReadOnlyList<ProcessEntry> DescendantsOf(int processId)
    {
        var all = All().ToLookup(entry => entry.ParentId);
        var found = new List<ProcessEntry>(all[processId]);
        for (var i = 0; i < found.Count; i++)
            found.AddRange(all[found[i].Id]);
        return found;
    }

    public static async Task<ProcessEntry> WaitForDescendantAsync(int processId, string named)
    {
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < s_limit; await Task.Delay(20))
        {
            if (DescendantsOf(processId).FirstOrDefault(entry => entry.CommandLine.Contains(named, StringComparison.Ordinal)) is { } found)
                return found;
        }
        throw new TimeoutException($"Process {processId} has no descendant {named}.");
    }

    /// <summary>Every process of the published application that runs now.</summary>
    public static IReadOnlyList<ProcessEntry> OfTheApplication()
    {
        var folder = RepositoryRoot.Application + Path.DirectorySeparatorChar;
        return [.. All().Where(entry => entry.CommandLine.Contains(folder, StringComparison.Ordinal))];
    }

    /// <summary>Fails with their names unless all processes of the application that were not there before end soon.</summary>
    public static async Task AssertNoneLeftAsync(IReadOnlyList<ProcessEntry> before)
    {
        IReadOnlyList<ProcessEntry> left = [];
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < s_limit; await Task.Delay(50))
        {
            left = [.. OfTheApplication().Except(before)];
            if (left.Count == 0)
                return;
        }
        Assert.Fail($"Still running: {string.Join(", ", left)}");
    }

    private static IEnumerable<ProcessEntry> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(folder, id) is { } entry)
                yield return entry;
        }
    }

    private static ProcessEntry? Read(string folder, int id)
    {
        try
        {
            // "pid (name) state ppid …"; the name may hold anything, so fields count from its last parenthesis.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var commandLine = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ').Trim();
            return fields[0] == "Z" ? null : new ProcessEntry(id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19], commandLine);
        }
        catch (IOException)
        {
            return null; // It ended while we looked.
        }
    }
}

/// <param name="Id">Its number.</param>
/// <param name="ParentId">Its parent's; changes when the parent ends.</param>
/// <param name="StartedAt">Clock ticks since boot; with the number it names one process for good.</param>
/// <param name="CommandLine">With arguments.</param>
internal sealed record ProcessEntry(int Id, int ParentId, string StartedAt, string CommandLine)
{
    public bool Equals(ProcessEntry? other) => other is not null && other.Id == Id && other.StartedAt == StartedAt;

    public override int GetHashCode() => HashCode.Combine(Id, StartedAt);
}
