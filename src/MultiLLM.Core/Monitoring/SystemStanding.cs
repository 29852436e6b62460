using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Hardware;

namespace MultiLLM.Core.Monitoring;

/// <summary>What there is to run models on, at one moment.</summary>
/// <param name="Hardware">The machine.</param>
/// <param name="Store">The disk that models are fetched to.</param>
/// <param name="Engine">Null: no runner has started yet.</param>
/// <param name="GpuEnabled">ENABLE_GPU.</param>
/// <param name="GpuNote">What comes of it, one sentence.</param>
public sealed record SystemStanding(HardwareSnapshot Hardware, DiskStanding Store, EngineStanding? Engine, bool GpuEnabled, string GpuNote)
{
    /// <summary>Main memory as models may use it now; null: not known.</summary>
    public MemoryRoom? Room { get; init; }
}

/// <param name="Folder">Of the models.</param>
/// <param name="TotalBytes">Of the disk it is on.</param>
/// <param name="FreeBytes">That this user may fill.</param>
public sealed record DiskStanding(string Folder, long TotalBytes, long FreeBytes);

/// <param name="Version">Of llama.cpp.</param>
/// <param name="Devices">What it can compute on, for example "CPU: AMD EPYC".</param>
/// <param name="Gpus">Those of them that are GPUs.</param>
public sealed record EngineStanding(string Version, IReadOnlyList<string> Devices, IReadOnlyList<string> Gpus);
