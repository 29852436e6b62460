using System.Globalization;

namespace MultiLLM.Runner.Inference;

/// <summary>Memory that nobody uses, not even as a cache of files. Linux only.</summary>
internal static class FreeMemory
{
    /// <summary>Whether the system, and the control group this process is in, have so many bytes to spare.</summary>
    public static bool Holds(long bytes) => OfSystem() >= bytes && OfControlGroup() >= bytes;

    private static long OfSystem()
    {
        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(l => l.StartsWith("MemFree:", StringComparison.Ordinal));
        return line is null ? 0 : Number(line.AsSpan("MemFree:".Length).Trim().TrimEnd(" kB")) * 1024;
    }

    private static long OfControlGroup()
    {
        var group = File.ReadLines("/proc/self/cgroup").FirstOrDefault(l => l.StartsWith("0::", StringComparison.Ordinal))?[3..] ?? "/";
        var folder = "/sys/fs/cgroup" + group.TrimEnd('/');
        return Read(folder + "/memory.max") is { } limit and not "max" && Read(folder + "/memory.current") is { } used
            ? Number(limit) - Number(used)
            : long.MaxValue;
    }

    private static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    private static long Number(ReadOnlySpan<char> digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
