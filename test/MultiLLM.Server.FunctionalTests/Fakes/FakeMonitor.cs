using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Monitoring;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>A machine with one GPU that the engine has no code for.</summary>
internal sealed class FakeMonitor : ISystemMonitor
{
    public SystemStanding Look() => new(
        new HardwareSnapshot(
            new MemoryStanding(16_000, 9_000, "cgroup2"), new CpuStanding(4, 0.25, "Test CPU"), [new GpuDevice(0, "nvidia", "Test GPU", 8_000, 7_000, null)]),
        new DiskStanding("/models", 100_000, 40_000),
        new EngineStanding("v0", ["CPU: Test CPU"], []),
        GpuEnabled: true,
        "There is Test GPU, but the installed engine has no code for it.")
    {
        Room = new MemoryRoom(16_000, 9_000, 1_600, 7_000, 400) { OtherBytes = 6_500 },
    };

    public string? PlacementOf(string modelId) => $"{modelId} is on the processor.";
}
