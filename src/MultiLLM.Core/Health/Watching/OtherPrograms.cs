using System.ComponentModel;
using System.Diagnostics;
using MultiLLM.Core.Hardware.Cpu;
using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Core.Health.Watching;

/// <summary>How much of the processor programs other than this service and its runners take. Known where there is /proc/stat. One caller at a time.</summary>
internal sealed class OtherPrograms(ISystemFiles files)
{
    /// <summary>/proc/stat counts in hundredths of a second on every Linux.</summary>
    private const double TicksPerSecond = 100;

    private Dictionary<int, double> _own = [];
    private CpuTicks? _last;

    /// <param name="runners">Ids of the runners' processes.</param>
    /// <returns>Share of all cores since the last call, 0 to 1; null: not known.</returns>
    public double? Read(IEnumerable<int> runners)
    {
        var own = runners.Append(Environment.ProcessId).Distinct().ToDictionary(id => id, SecondsOf);
        var spent = own.Sum(process => Math.Max(0, process.Value - _own.GetValueOrDefault(process.Key)));
        var before = _last;
        var isFirst = _own.Count == 0;
        (_own, _last) = (own, ProcStat.Parse(files.Read("/proc/stat")));
        if (isFirst || before is not { } earlier || _last is not { } now || now.BusySince(earlier) is not { } busy)
            return null;
        return Math.Clamp(busy - (spent * TicksPerSecond / (now.Total - earlier.Total)), 0, 1);
    }

    private static double SecondsOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return 0;
        }
    }
}
