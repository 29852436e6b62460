using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Core.Hardware.Cpu;

/// <summary>The processor time that control groups allow.</summary>
internal static class ControlGroupCpu
{
    /// <summary>Cores' worth of time, for example 1.5, by the tightest of the groups; null: no limit.</summary>
    public static double? Read(ControlGroupPath groups, ISystemFiles files)
    {
        double? tightest = null;
        foreach (var folder in groups.Folders)
        {
            var (quota, period) = groups.Version == ControlGroupVersion.V2
                ? Pair(files.Read($"{folder}/cpu.max"))
                : (Numbers.Only(files.Read($"{folder}/cpu.cfs_quota_us")), Numbers.Only(files.Read($"{folder}/cpu.cfs_period_us")));
            if (quota is > 0 && period is > 0)
                tightest = Math.Min(tightest ?? double.MaxValue, (double)quota / (double)period);
        }
        return tightest;
    }

    /// <summary>"150000 100000", or "max 100000".</summary>
    private static (long? Quota, long? Period) Pair(string? text) =>
        text?.Split(' ', StringSplitOptions.TrimEntries) is [var quota, var period] ? (Numbers.Only(quota), Numbers.Only(period)) : (null, null);
}
