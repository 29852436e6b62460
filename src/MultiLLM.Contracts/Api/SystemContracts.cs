namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /system/resources</c>: what there is to run models on.</summary>
public sealed record ResourcesReport
{
    public required MemoryInfo Memory { get; init; }
    public required ProcessorInfo Cpu { get; init; }

    /// <summary>As the drivers tell; empty where there is none.</summary>
    public required IReadOnlyList<GpuInfo> Gpus { get; init; }
    public required GpuUseInfo GpuUse { get; init; }

    /// <summary>The disk that models are fetched to.</summary>
    public required DiskInfo Disk { get; init; }
    public required BudgetInfo Budget { get; init; }

    /// <summary>Main memory as it is shared out now; absent where it is not known.</summary>
    public MemoryRoomInfo? Room { get; init; }

    /// <summary>llama.cpp as the newest runner reported it; absent before the first one has started.</summary>
    public EngineInfo? Engine { get; init; }
}

/// <summary>Main memory as far as the service may use it.</summary>
/// <param name="TotalBytes">Of the machine, or of the container where that has less.</param>
/// <param name="AvailableBytes">Can be taken without swapping. Mapped model files count as available.</param>
/// <param name="Source">Where the tighter limit comes from: "meminfo", "cgroup2", "cgroup1", or the platform's name.</param>
public sealed record MemoryInfo(long TotalBytes, long AvailableBytes, string Source);

/// <summary>How main memory is shared out, bytes.</summary>
/// <param name="OtherBytes">Held by everything that is not a model, as far as the system does not count it as available.</param>
/// <param name="ReserveBytes">Kept free for everything else.</param>
/// <param name="FreeBytes">That another model may take now; negative where models hold more than they may.</param>
/// <param name="ReclaimableBytes">Held by idle models, which may be unloaded to make more room.</param>
public sealed record MemoryRoomInfo(long OtherBytes, long ReserveBytes, long FreeBytes, long ReclaimableBytes);

/// <summary>The processor.</summary>
/// <param name="Cores">That the service may use.</param>
/// <param name="Model">Its name.</param>
/// <param name="Utilization">0 to 1, of all cores, by all processes; absent where it is not known.</param>
public sealed record ProcessorInfo(int Cores, string Model, double? Utilization = null);

/// <summary>A GPU.</summary>
/// <param name="Index">As its driver counts.</param>
/// <param name="Vendor">"nvidia", "amd", "intel" or "apple".</param>
/// <param name="Name">Its name.</param>
/// <param name="TotalBytes">0: the driver does not tell.</param>
/// <param name="FreeBytes">Of it.</param>
/// <param name="Utilization">0 to 1; absent where it is not known.</param>
public sealed record GpuInfo(int Index, string Vendor, string Name, long TotalBytes, long FreeBytes, double? Utilization = null);

/// <summary>Whether models may use a GPU, and what comes of it.</summary>
/// <param name="Enabled">As configured by ENABLE_GPU.</param>
/// <param name="Note">One sentence for a person.</param>
public sealed record GpuUseInfo(bool Enabled, string Note);

/// <summary>A disk.</summary>
/// <param name="Folder">Of the models.</param>
/// <param name="TotalBytes">0: the system does not tell.</param>
/// <param name="FreeBytes">That the service may fill.</param>
public sealed record DiskInfo(string Folder, long TotalBytes, long FreeBytes);

/// <summary>What all models together may hold.</summary>
/// <param name="MaxConcurrentModels">How many.</param>
/// <param name="ModelsInMemory">How many there are, those that are loading or unloading included.</param>
/// <param name="BudgetBytes">Free memory beyond the reserve and what models hold, as counted when a model last needed room; absent before.</param>
/// <param name="TakenBytes">Held by models, as counted then.</param>
/// <param name="CountedAt">When that was.</param>
public sealed record BudgetInfo(
    int MaxConcurrentModels, int ModelsInMemory, long? BudgetBytes = null, long? TakenBytes = null, DateTimeOffset? CountedAt = null);

/// <summary>The engine that computes.</summary>
/// <param name="Version">Of llama.cpp.</param>
/// <param name="Devices">What it can compute on, for example "CPU: AMD EPYC".</param>
/// <param name="Gpus">Those of them that are GPUs, by the engine's names.</param>
public sealed record EngineInfo(string Version, IReadOnlyList<string> Devices, IReadOnlyList<string> Gpus);
