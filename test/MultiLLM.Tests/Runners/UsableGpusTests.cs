using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Runners;

namespace MultiLLM.Tests.Runners;

public sealed class UsableGpusTests
{
    private static readonly GpuDevice Rtx = new(0, "nvidia", "NVIDIA GeForce RTX 3090", 24, 20, null);
    private static readonly GpuDevice SecondRtx = Rtx with { Index = 1, FreeBytes = 10 };
    private static readonly GpuDevice Radeon = new(0, "amd", "AMD GPU 0x744c", 24, 23, null);

    [Fact]
    public void Match_CardsOfOneName_KeepTheirOrder() =>
        Assert.Equal(
            [("CUDA0", 20L), ("CUDA1", 10L)],
            Match([Engine("CUDA0", Rtx.Name), Engine("CUDA1", Rtx.Name)], [Rtx, SecondRtx]));

    [Fact]
    public void Match_CardSeenByTwoLibraries_IsUsedOnce() =>
        Assert.Equal([("CUDA0", 20L)], Match([Engine("CUDA0", Rtx.Name), Engine("Vulkan0", Rtx.Name)], [Rtx]));

    [Fact]
    public void Match_OtherWording_GoesByTheVendor() =>
        Assert.Equal([("Vulkan0", 23L)], Match([Engine("Vulkan0", "AMD Radeon RX 7900 XTX (RADV NAVI31)")], [Rtx, Radeon]));

    [Fact]
    public void Match_IntegratedBesideADiscreteOne_IsLeftOut() =>
        Assert.Equal([("Vulkan1", 20L)], Match([Engine("Vulkan0", "AMD Radeon Graphics", integrated: true), Engine("Vulkan1", Rtx.Name)], [Radeon, Rtx]));

    [Fact]
    public void Match_OnlyAnIntegratedOne_IsUsed() =>
        Assert.Equal([("Vulkan0", 23L)], Match([Engine("Vulkan0", "AMD Radeon Graphics", integrated: true)], [Radeon]));

    [Fact]
    public void Match_NobodyKnowsItsMemory_IsLeftOut() => Assert.Empty(Match([Engine("Vulkan0", "llvmpipe (LLVM 15.0.7, 256 bits)")], [Rtx]));

    private static (string, long)[] Match(EngineGpu[] engine, GpuDevice[] devices) =>
        [.. UsableGpus.Match(engine, devices).Select(gpu => (gpu.EngineName, gpu.Device.FreeBytes))];

    private static EngineGpu Engine(string name, string description, bool integrated = false) =>
        new() { Name = name, Description = description, Integrated = integrated };
}
