using MultiLLM.Core.Hardware.Cpu;
using MultiLLM.Core.Hardware.Gpus;
using MultiLLM.Core.Hardware.Memory;

namespace MultiLLM.Core.Hardware;

/// <summary>The machine this process runs on.</summary>
internal sealed class Machine(IMemoryProbe memory, CpuProbe cpu, IGpus gpus) : IHardware
{
    public HardwareSnapshot Read() => new(memory.Read(), cpu.Read(), gpus.Latest);
}
