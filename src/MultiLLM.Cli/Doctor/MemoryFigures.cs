using System.Globalization;

namespace MultiLLM.Cli.Doctor;

/// <summary>Memory of this machine, or of the container around us where that has less.</summary>
/// <param name="TotalBytes">All there is for us.</param>
/// <param name="AvailableBytes">What can be taken without swapping; null where the system does not tell.</param>
internal sealed record MemoryFigures(long TotalBytes, long? AvailableBytes)
{
    private const string CgroupRoot = "/sys/fs/cgroup";

    public static MemoryFigures Read() => Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, ReadFile);

    /// <param name="total">Already limited to the container's.</param>
    /// <param name="read">The text of a file; null where it cannot be read.</param>
    public static MemoryFigures Of(long total, Func<string, string?> read)
    {
        var machine = Field(read("/proc/meminfo"), "MemAvailable:") * 1024;
        var container = ContainerAvailable(read);
        return new MemoryFigures(total, machine is null ? container : container is null ? machine : Math.Min(machine.Value, container.Value));
    }

    /// <summary>Limit minus use, where file pages that can be dropped do not count as use. The tightest of the nested groups.</summary>
    private static long? ContainerAvailable(Func<string, string?> read)
    {
        var path = read("/proc/self/cgroup")?.Split('\n').FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?[3..].TrimEnd('/');
        long? least = null;
        for (var group = path; group is not null; group = group.Length == 0 ? null : group[..group.LastIndexOf('/')])
        {
            if (Number(read($"{CgroupRoot}{group}/memory.max")) is { } limit && Number(read($"{CgroupRoot}{group}/memory.current")) is { } current)
            {
                var reclaimable = Field(read($"{CgroupRoot}{group}/memory.stat"), "inactive_file") ?? 0;
                var available = Math.Max(0, limit - Math.Max(0, current - reclaimable));
                least = least is null ? available : Math.Min(least.Value, available);
            }
        }

        return least;
    }

    private static long? Field(string? text, string name)
    {
        var line = text?.Split('\n').FirstOrDefault(candidate => candidate.StartsWith(name, StringComparison.Ordinal));
        return line is null ? null : Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal));
    }

    private static long? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? ReadFile(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
