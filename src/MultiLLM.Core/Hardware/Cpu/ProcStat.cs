using System.Globalization;

namespace MultiLLM.Core.Hardware.Cpu;

/// <summary>Time all cores have spent since the start, in ticks.</summary>
internal readonly record struct CpuTicks(long Busy, long Total)
{
    /// <summary>0 to 1; null where no time has passed.</summary>
    public double? BusySince(CpuTicks earlier) =>
        Total > earlier.Total ? Math.Clamp((Busy - earlier.Busy) / (double)(Total - earlier.Total), 0, 1) : null;
}

/// <summary>Reads the first line of <c>/proc/stat</c>.</summary>
internal static class ProcStat
{
    private const int Idle = 3;
    private const int WaitsForDisk = 4;
    private const int Columns = 8; // user nice system idle iowait irq softirq steal; the two for guests are in user and nice already

    /// <summary>Null: the text does not tell.</summary>
    public static CpuTicks? Parse(string? text)
    {
        var line = text?.Split('\n', 2)[0] ?? "";
        if (!line.StartsWith("cpu ", StringComparison.Ordinal))
            return null;
        var (busy, total) = (0L, 0L);
        var columns = line[4..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < Math.Min(columns.Length, Columns); i++)
        {
            if (!long.TryParse(columns[i], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
                return null;
            total += ticks;
            busy += i is Idle or WaitsForDisk ? 0 : ticks;
        }
        return columns.Length > Idle ? new CpuTicks(busy, total) : null;
    }
}
