using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Hardware;

namespace MultiLLM.Core.Monitoring;

/// <summary>Says in one sentence whether GPUs are used, and what is missing if not.</summary>
internal static class GpuNote
{
    public static string Of(bool enabled, Hello? engine, IReadOnlyList<GpuDevice> devices) => (enabled, devices.Count, engine?.Gpus.Count) switch
    {
        (_, 0, null or 0) => "There is no GPU; models run on the processor.",
        (_, _, 0) => $"There is {Names(devices)}, but the installed engine has no code for it; models run on the processor. See docs/gpu.md.",
        (false, _, null) => $"There is {Names(devices)}; ENABLE_GPU is off.",
        (false, _, _) => $"The engine can use {Names(engine!)}, but ENABLE_GPU is off; models run on the processor.",
        (true, _, null) => "The engine has not started yet.",
        _ => $"The engine uses {Names(engine!)}.",
    };

    private static string Names(IReadOnlyList<GpuDevice> devices) => string.Join(" and ", devices.Select(device => device.Name));

    private static string Names(Hello engine) => string.Join(" and ", engine.Gpus.Select(gpu => $"{gpu.Name} ({gpu.Description})"));
}
