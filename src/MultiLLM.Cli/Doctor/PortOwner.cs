using System.Globalization;

namespace MultiLLM.Cli.Doctor;

/// <summary>Which process listens on a port, as far as Linux lets this user see.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    public static (int ProcessId, string Name)? Find(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }
                .Where(File.Exists)
                .SelectMany(File.ReadLines)
                .Select(line => InodeOfListener(line, port))
                .OfType<string>()
                .Select(inode => $"socket:[{inode}]")
                .ToHashSet();
            return sockets.Count == 0 ? null : ProcessWithAny(sockets);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Of a line of /proc/net/tcp: number, local address, remote address, state, …, inode as the tenth. Null: another socket.</summary>
    internal static string? InodeOfListener(string line, int port)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 9 && fields[3] == Listening
            && int.TryParse(fields[1][(fields[1].LastIndexOf(':') + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var local)
            && local == port
            ? fields[9]
            : null;
    }

    private static (int ProcessId, string Name)? ProcessWithAny(HashSet<string> sockets)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Holds(folder, sockets))
            {
                return (id, File.ReadAllText(Path.Combine(folder, "comm")).Trim());
            }
        }

        return null;
    }

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // Another user's process, or one that just ended.
        }
    }
}
