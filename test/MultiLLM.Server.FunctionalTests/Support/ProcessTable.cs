using System.Globalization;

namespace MultiLLM.Server.FunctionalTests.Support;

/// <summary>What Linux tells about processes. Of one that is gone: nothing, or zero.</summary>
internal static class ProcessTable
{
    public static IReadOnlyList<int> ChildrenOf(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Fields(id) is [_, var itsParent, ..] && itsParent == parent.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Zombies are not.</summary>
    public static bool IsAlive(int id) => Fields(id) is [not "Z", ..];

    /// <summary>Halted by SIGSTOP.</summary>
    public static bool IsStopped(int id) => Fields(id) is ["T", ..];

    public static long ResidentBytes(int id) =>
        Read($"/proc/{id}/statm").Split(' ') is [_, var pages, ..] ? long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize : 0;

    /// <summary>Open files and sockets.</summary>
    public static int OpenFiles(int id)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Count();
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>State, parent and so on; the name before them may hold anything.</summary>
    private static string[] Fields(int id)
    {
        var stat = Read($"/proc/{id}/stat");
        return stat.Length == 0 ? [] : stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
