using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Core.Hardware.Memory;

/// <summary>What control groups leave of the memory. Every group around the process counts: the one with the least left decides.</summary>
internal static class ControlGroupMemory
{
    private sealed record Names(string Source, string Limit, string Usage, string InactiveFile, string ActiveFile, string? Slab);

    private static readonly Names s_v2 = new("cgroup2", "memory.max", "memory.current", "inactive_file", "active_file", "slab_reclaimable");
    private static readonly Names s_v1 = new(
        "cgroup1", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file", "total_active_file", null);

    /// <summary>Null: nothing below the machine's own memory limits this process.</summary>
    public static MemoryStanding? Read(ControlGroupPath groups, ISystemFiles files, long machineBytes)
    {
        var names = groups.Version == ControlGroupVersion.V2 ? s_v2 : s_v1;
        MemoryStanding? tightest = null;
        foreach (var folder in groups.Folders)
        {
            // Version 1 writes a number near 2^63 for "no limit", version 2 the word "max".
            if (Numbers.Only(files.Read($"{folder}/{names.Limit}")) is not { } limit || limit >= machineBytes)
                continue;
            if (Numbers.Only(files.Read($"{folder}/{names.Usage}")) is not { } usage)
                continue;
            var available = Math.Clamp(limit - usage + Reclaimable(files.Read($"{folder}/memory.stat"), names), 0, limit);
            if (tightest is null || available < tightest.AvailableBytes)
                tightest = new MemoryStanding(limit, available, names.Source);
        }
        return tightest;
    }

    /// <summary>Counted as used, yet given up without swapping as soon as somebody needs the room: what MemAvailable counts as free too.</summary>
    private static long Reclaimable(string? stat, Names names) =>
        (Numbers.Field(stat, names.InactiveFile) ?? 0) + (Numbers.Field(stat, names.ActiveFile) ?? 0)
        + (names.Slab is { } slab ? Numbers.Field(stat, slab) ?? 0 : 0);
}
