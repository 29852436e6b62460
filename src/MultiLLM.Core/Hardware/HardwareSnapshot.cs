namespace MultiLLM.Core.Hardware;

/// <summary>This machine at one moment.</summary>
public sealed record HardwareSnapshot(MemoryStanding Memory, CpuStanding Cpu, IReadOnlyList<GpuDevice> Gpus);

/// <summary>Main memory as far as this process may use it.</summary>
/// <param name="TotalBytes">Of the machine, or the control group's limit where that is lower.</param>
/// <param name="AvailableBytes">Free, or freed by the system without swapping (page cache).</param>
/// <param name="Source">"meminfo", "cgroup2", "cgroup1" or the platform's name: which of them is the tighter limit.</param>
public sealed record MemoryStanding(long TotalBytes, long AvailableBytes, string Source);

/// <param name="Cores">That this process may use.</param>
/// <param name="Utilization">0 to 1 of all cores, all processes, since the last look; null at the first.</param>
/// <param name="Model">For example "AMD EPYC".</param>
public sealed record CpuStanding(int Cores, double? Utilization, string Model);

/// <param name="Index">As the driver counts.</param>
/// <param name="Vendor">"nvidia", "amd", "intel" or "apple".</param>
public sealed record GpuDevice(int Index, string Vendor, string Name, long TotalBytes, long FreeBytes, double? Utilization);
