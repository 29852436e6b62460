using MultiLLM.Core.Hardware.Cpu;
using MultiLLM.Core.Hardware.Files;
using MultiLLM.Core.Hardware.Memory;

namespace MultiLLM.Core.Hardware;

/// <summary>The machine this process runs on.</summary>
internal sealed class Machine(ISystemFiles files, TimeProvider time) : IHardware
{
    private readonly IMemoryProbe _memory = OperatingSystem.IsLinux() ? new LinuxMemory(files, new RuntimeMemory(time)) : new RuntimeMemory(time);
    private readonly CpuProbe _cpu = new(files, time);

    public HardwareSnapshot Read() => new(_memory.Read(), _cpu.Read(), []);
}
