namespace MultiLLM.Runner.Native;

/// <param name="Pointer">The engine's handle, valid as long as the process.</param>
/// <param name="Name">For example "CUDA0".</param>
/// <param name="Description">For example "NVIDIA GeForce RTX 3060".</param>
/// <param name="Type">What it is.</param>
internal sealed record EngineDevice(nint Pointer, string Name, string Description, EngineDeviceType Type)
{
    public bool IsGpu => Type is EngineDeviceType.Gpu or EngineDeviceType.IntegratedGpu;
}

/// <summary>As ggml_backend_dev_type counts.</summary>
internal enum EngineDeviceType
{
    Cpu = 0,
    Gpu = 1,
    IntegratedGpu = 2,
    Accelerator = 3,
}
