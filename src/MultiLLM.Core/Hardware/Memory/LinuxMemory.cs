using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Core.Hardware.Memory;

/// <summary>
/// The machine's memory, or what the control groups around this process leave of it. File pages count as available here, and that
/// includes the pages of model files that runners have mapped.
/// </summary>
internal sealed class LinuxMemory(ISystemFiles files, IMemoryProbe otherwise) : IMemoryProbe
{
    // A process hardly ever changes its groups; their limits may change at any time.
    private readonly ControlGroupPath? _groups = ControlGroups.Find("memory", files.Read("/proc/self/cgroup"), files.Read("/proc/self/mountinfo"));

    public MemoryStanding Read()
    {
        if (Meminfo.Parse(files.Read("/proc/meminfo")) is not { } machine)
            return otherwise.Read();
        if (_groups is null || ControlGroupMemory.Read(_groups, files, machine.TotalBytes) is not { } group)
            return machine;
        // A group may allow more than the machine has left.
        return group with { AvailableBytes = Math.Min(group.AvailableBytes, machine.AvailableBytes) };
    }
}
