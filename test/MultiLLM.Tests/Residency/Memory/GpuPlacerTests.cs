using CsCheck;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Hardware.Gpus;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Tests.Hardware;

namespace MultiLLM.Tests.Residency.Memory;

public sealed class GpuPlacerTests
{
    private const long Giga = 1_000_000_000;

    // Llama 2 7B at Q4_K_M: 4.08 GB of weights, 4096 F16 cells of 32 layers.
    private static readonly ModelShape Llama7B = Shape(layers: 32, heads: 32, keyValueHeads: 32, headLength: 128, 11008, 32000, 4_081_004_224);
    private static readonly LoadPlan Plan = new(4096, 4096, 8, 512, GpuLayers: -1);
    private static readonly Footprint Llama7BFootprint = new(4_081_004_224, 2_147_483_648, 300_000_000, 80_000_000, FootprintSource.Predicted);

    [Fact]
    public void Place_RecordedCards_TakesTheOneThatHoldsTheWholeModel()
    {
        var placement = GpuPlacer.Place(Llama7B, Plan, Llama7BFootprint, Recorded("nvidia-smi-three-cards.csv"));

        Assert.Equal("CUDA1", Assert.Single(placement.Shares).Gpu.EngineName);
        Assert.Equal(33, placement.Layers);
        Assert.Matches(@"^All 32 layers on NVIDIA GeForce RTX 3090: 6\.\d of 23\.5 GB free\.$", placement.Reason);
    }

    [Fact]
    public void Place_SmallCard_TakesThePartThatFits()
    {
        var placement = GpuPlacer.Place(Llama7B, Plan, Llama7BFootprint, [Gpu("CUDA0", "X", 6 * Giga, 6 * Giga)]);

        // (6.0 - 0.54 reserve - 0.30 buffer - 0.12 output) / 0.195 a layer
        Assert.Equal("25 of 32 layers on X: 5.3 of 6.0 GB free.", placement.Reason);
        Assert.Equal(26, placement.Layers);
    }

    [Fact]
    public void Place_TwoSmallCards_SharesTheLayersByTheirRoom()
    {
        var placement = GpuPlacer.Place(Llama7B, Plan, Llama7BFootprint, [Gpu("CUDA0", "A", 8 * Giga, 6 * Giga), Gpu("CUDA1", "B", 4 * Giga, 4 * Giga)]);

        Assert.Equal(["CUDA0", "CUDA1"], placement.Shares.Select(share => share.Gpu.EngineName));
        Assert.Equal(33, placement.Layers);
        Assert.InRange(placement.Shares[0].Layers, 19, 22);
        Assert.StartsWith("All 32 layers on A: ", placement.Reason);
        Assert.Contains(" and B: ", placement.Reason);
    }

    [Fact]
    public void Place_NoGpu_StaysWithTheProcessor()
    {
        var placement = GpuPlacer.Place(Llama7B, Plan, Llama7BFootprint, []);

        Assert.Empty(placement.Shares);
        Assert.Equal("On the processor: there is no GPU the engine can use.", placement.Reason);
    }

    [Fact]
    public void Place_NothingFits_SaysWhatWouldBeNeeded()
    {
        var placement = GpuPlacer.Place(Llama7B, Plan, Llama7BFootprint, [Gpu("Vulkan0", "Small", 2 * Giga, Giga)]);

        Assert.Empty(placement.Shares);
        Assert.Equal(
            "On the processor: of 32 layers none fits Small, which has 1.0 GB free; the last layer and the output need 0.6 GB beside a reserve of 0.5 GB.",
            placement.Reason);
    }

    [Fact]
    public void Place_DeviceOfUnknownMemory_GetsNothing() =>
        Assert.Empty(GpuPlacer.Place(Llama7B, Plan, Llama7BFootprint, [Gpu("Vulkan0", "Intel GPU 0x4680", 0, 0)]).Shares);

    [Fact]
    public void Place_FewerLayersAsked_TakesNoMore()
    {
        Assert.Equal(10, GpuPlacer.Place(Llama7B, Plan with { GpuLayers = 10 }, Llama7BFootprint, [Gpu("CUDA0", "X", 24 * Giga, 24 * Giga)]).Layers);
        Assert.Equal(
            "On the processor, as asked.",
            GpuPlacer.Place(Llama7B, Plan with { GpuLayers = 0 }, Llama7BFootprint, [Gpu("CUDA0", "X", 24 * Giga, 24 * Giga)]).Reason);
    }

    [Fact]
    public void Of_SlidingWindows_ChargesTheirLayersForFewerCells()
    {
        var windowed = new LayerShape(8, 4, 256, 256, Window: 512);
        var whole = new LayerShape(8, 4, 256, 256);
        var shape = Llama7B with { Layers = [windowed, whole] };

        var bytes = LayerBytes.Of(shape, new LoadPlan(32768, 32768, 1, 512), kvBytes: 330);

        Assert.Equal(320 - 10, bytes[1] - bytes[0]); // 1024 of 32768 cells: 1 part of 33
    }

    private static readonly Gen<(ModelShape Shape, LoadPlan Plan, Footprint Footprint, UsableGpu[] Gpus)> Case =
        from layers in Gen.Int[1, 80]
        from heads in Gen.Int[1, 64]
        from kvHeads in Gen.Int[0, 8]
        from window in Gen.Int[0, 2]
        from weights in Gen.Long[1_000_000, 80 * Giga]
        from kv in Gen.Long[0, 20 * Giga]
        from compute in Gen.Long[0, 2 * Giga]
        from wanted in Gen.Int[-1, 90]
        from gpus in Gen.Select(Gen.Long[0, 80 * Giga], Gen.Double[0, 1]).Array[0, 4]
        select (
            Shape(layers, heads, kvHeads, 128, 4096, 32000, weights, window),
            Plan with { GpuLayers = wanted },
            new Footprint(weights, kv, compute, 0, FootprintSource.Predicted),
            gpus.Select((gpu, i) => Gpu($"CUDA{i}", $"GPU {i}", gpu.Item1, (long)(gpu.Item1 * gpu.Item2))).ToArray());

    [Fact]
    public void Place_Anything_NeverPlacesMoreThanIsFree() => Case.Sample((shape, plan, footprint, gpus) =>
    {
        var placement = GpuPlacer.Place(shape, plan, footprint, gpus);
        var bytes = LayerBytes.Of(shape, plan, footprint.KvBytes);

        Assert.All(placement.Shares, share => Assert.InRange(share.Bytes, 0, share.Gpu.Device.FreeBytes));
        Assert.All(placement.Shares, share => Assert.True(share.Layers > 0));
        Assert.InRange(placement.Layers, 0, plan.GpuLayers < 0 ? shape.Layers.Count + 1 : Math.Min(plan.GpuLayers, shape.Layers.Count + 1));
        Assert.Equal(
            placement.Shares.Sum(share => share.Bytes - footprint.ComputeBytes),
            bytes[(bytes.Length - placement.Layers)..].Sum()); // the shares are the model's end, nothing twice, nothing left out
        Assert.NotEmpty(placement.Reason);
    });

    [Fact]
    public void Place_MoreFreeMemory_NeverPlacesFewerLayers() => Gen.Select(Case, Gen.Int[0, 3], Gen.Long[0, 10 * Giga]).Sample((given, which, more) =>
    {
        var (shape, plan, footprint, gpus) = given;
        if (gpus.Length == 0)
            return;
        var roomier = gpus.ToArray();
        ref var gpu = ref roomier[which % gpus.Length];
        gpu = gpu with { Device = gpu.Device with { FreeBytes = Math.Min(gpu.Device.TotalBytes, gpu.Device.FreeBytes + more) } };

        Assert.True(GpuPlacer.Place(shape, plan, footprint, roomier).Layers >= GpuPlacer.Place(shape, plan, footprint, gpus).Layers);
    });

    private static ModelShape Shape(int layers, int heads, int keyValueHeads, int headLength, int feedForward, int vocabulary, long weights, int window = 0) => new()
    {
        Architecture = "llama",
        EmbeddingLength = heads * headLength,
        FeedForwardLength = feedForward,
        VocabularySize = vocabulary,
        TrainedContextLength = 4096,
        WeightBytes = weights,
        Layers = [.. Enumerable.Range(0, layers).Select(i => new LayerShape(heads, keyValueHeads, headLength, headLength, window > 0 && i % window == 0 ? 1024 : null))],
    };

    private static UsableGpu Gpu(string engineName, string name, long total, long free) => new(engineName, new GpuDevice(0, "nvidia", name, total, free, null));

    private static UsableGpu[] Recorded(string file) =>
        [.. NvidiaSmi.Parse(File.ReadAllText(RecordedMachine.Recording(file)), new MemoryStanding(1, 1, "meminfo")).Select(device => new UsableGpu($"CUDA{device.Index}", device))];
}
