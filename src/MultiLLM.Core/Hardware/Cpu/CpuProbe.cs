using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Core.Hardware.Cpu;

/// <summary>Looks at the processor. How busy it is, is known where there is /proc/stat; elsewhere it stays null.</summary>
internal sealed class CpuProbe(ISystemFiles files, TimeProvider time)
{
    // Ticks are 10 ms: over a shorter time the share would be mostly rounding, and who looks often must not spoil it for others.
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly ControlGroupPath? _groups = ControlGroups.Find("cpu", files.Read("/proc/self/cgroup"), files.Read("/proc/self/mountinfo"));
    private readonly string _model = CpuInfo.Parse(files.Read("/proc/cpuinfo")) ?? CpuInfo.Fallback();
    private CpuTicks? _last;
    private long _lastAt;
    private double? _utilization;

    public CpuStanding Read() => new(Cores(), Utilization(), _model);

    // The runtime counts the cores the process may run on; a group's limit on time is looked up here because it may change.
    private int Cores()
    {
        var allowed = _groups is null ? null : ControlGroupCpu.Read(_groups, files);
        return (int)Math.Max(1, Math.Min(Environment.ProcessorCount, Math.Ceiling(allowed ?? int.MaxValue)));
    }

    private double? Utilization()
    {
        lock (_gate)
        {
            if (_last is not null && time.GetElapsedTime(_lastAt) < ShortestLook)
                return _utilization;
            if (ProcStat.Parse(files.Read("/proc/stat")) is not { } now)
                return null;
            if (_last is { } earlier)
                _utilization = now.BusySince(earlier) ?? _utilization;
            (_last, _lastAt) = (now, time.GetTimestamp());
            return _utilization;
        }
    }
}
