using System.Globalization;

namespace MultiLLM.Runner.Inference;

/// <summary>What memory the system and the control group of this process have to spare.</summary>
internal static class FreeMemory
{
    /// <summary>Whether so many bytes are used by nobody, not even as a cache of files. Linux only.</summary>
    public static bool Holds(long bytes) => OfSystem("MemFree:") >= bytes && OfControlGroup() >= bytes;

    /// <summary>Whether so many bytes can be had without swapping. True where the system does not tell.</summary>
    public static bool CanGive(long bytes) => !OperatingSystem.IsLinux() || OfSystem("MemAvailable:") >= bytes;

    private static long OfSystem(string what)
    {
        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(l => l.StartsWith(what, StringComparison.Ordinal));
        return line is null ? 0 : Number(line.AsSpan(what.Length).Trim().TrimEnd(" kB")) * 1024;
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
