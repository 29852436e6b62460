using System.Globalization;

namespace MultiLLM.Runner.Supervision;

/// <summary>All processes below this one, by Linux's process table. Elsewhere none are found.</summary>
internal static class Descendants
{
    public static IReadOnlyList<int> OfThisProcess()
    {
        if (!OperatingSystem.IsLinux())
            return [];
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) ? process : 0)
            .Where(process => process > 0)
            .ToLookup(ParentOf);
        var found = new List<int>(children[Environment.ProcessId]);
        for (var i = 0; i < found.Count; i++)
            found.AddRange(children[found[i]]);
        return found;
    }

    // "123 (name) S 45 …": the name may hold anything, blanks and brackets too.
    private static int ParentOf(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or ArgumentOutOfRangeException)
        {
            return 0; // it ended meanwhile
        }
    }
}
