using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;
using static MultiLLM.Tests.Residency.Memory.Shapes;

namespace MultiLLM.Tests.Residency.Memory;

public sealed class CacheMemoryTests
{
    [Theory]
    [InlineData(4096, 90)]
    [InlineData(8192, 180)]
    [InlineData(4000, 90)] // whole 256s
    [InlineData(4097, 95.625)]
    public void Bytes_SharedCells_AsLlamaCppPrints(int cells, double mebibytes) =>
        Assert.Equal(mebibytes * MiB, CacheMemory.Bytes(Llama135M, Shared(cells), Rules));

    [Fact]
    public void Bytes_ASlotForEachContext_EachIsPadded()
    {
        // 8 slots of 512, as the starter model; 8 of 300 take 512 each
        Assert.Equal(36 * MiB, CacheMemory.Bytes(StarterChat, new LoadPlan(512, 4096, 8, 512), Rules));
        Assert.Equal(36 * MiB, CacheMemory.Bytes(StarterChat, new LoadPlan(300, 2400, 8, 512), Rules));
    }

    [Theory]
    [InlineData(KvCacheType.Auto, 90)]
    [InlineData(KvCacheType.F16, 90)]
    [InlineData(KvCacheType.Bf16, 90)]
    [InlineData(KvCacheType.Q8_0, 90 * 34 / 64.0)]
    [InlineData(KvCacheType.Q4_0, 90 * 18 / 64.0)]
    public void Bytes_NumberFormat_TakesItsSize(KvCacheType type, double mebibytes) =>
        Assert.Equal(mebibytes * MiB, CacheMemory.Bytes(Llama135M, Shared(4096) with { KvType = type }, Rules));

    [Fact]
    public void Bytes_HeadsThatDoNotFillBlocks_GetF16()
    {
        var uneven = Decoder(6, 288, 768, 32_000, new LayerShape(6, 6, 48, 48));

        Assert.Equal(
            CacheMemory.Bytes(uneven, Shared(4096), Rules),
            CacheMemory.Bytes(uneven, Shared(4096) with { KvType = KvCacheType.Q8_0 }, Rules));
    }

    [Fact]
    public void Bytes_EmbeddingModelThatAlsoGenerates_F16()
    {
        var plan = Embedding(1024) with { KvType = KvCacheType.Q4_0 };

        Assert.Equal(22.5 * MiB, CacheMemory.Bytes(Llama135M, plan, Rules));
    }

    [Fact]
    public void Bytes_Encoder_None() => Assert.Equal(0, CacheMemory.Bytes(MiniLm, Embedding(512), Rules));

    [Fact]
    public void Bytes_LayersThatKeepNone_AreNotCounted()
    {
        var hybrid = Llama135M with { Layers = [new LayerShape(9, 3, 64, 64), new LayerShape(9, 0, 64, 64, StateBytes: 1000)] };

        Assert.Equal((3 * MiB) + (8 * 1000), CacheMemory.Bytes(hybrid, Shared(4096), Rules));
    }

    [Fact]
    public void Bytes_LatentAttention_KeysOnly() =>
        Assert.Equal(4096 * 576 * 2, CacheMemory.Bytes(Decoder(1, 2048, 1024, 100, new LayerShape(16, 1, 576, 0)), Shared(4096), Rules));

    [Fact]
    public void Bytes_SlidingWindows_WholeWhereTheRunnerKeepsThemWhole()
    {
        var windowed = Llama135M with { Layers = [new LayerShape(9, 3, 64, 64, Window: 512), new LayerShape(9, 3, 64, 64)] };

        Assert.Equal(2 * 24 * MiB, CacheMemory.Bytes(windowed, Shared(32_768, 32_768), Rules));
    }

    [Theory]
    [InlineData(32_768, 8, 4608)] // 8 windows of 512 and a batch
    [InlineData(4096, 8, 4096)] // never more than the others
    public void Bytes_SlidingWindows_ElseAWindowForEachSlotAndABatch(int cells, int slots, int windowCells)
    {
        var windowed = Llama135M with { Layers = [new LayerShape(9, 3, 64, 64, Window: 512)] };
        var rules = Rules with { KeepsWholeWindows = false };

        Assert.Equal(windowCells * 768L, CacheMemory.Bytes(windowed, new LoadPlan(cells, cells, slots, 512), rules));
    }

    [Fact]
    public void Bytes_AbsurdLengths_StayTooMuch()
    {
        const int huge = 1 << 24;
        var absurd = Decoder(512, huge, huge, huge, new LayerShape(huge, huge, huge, huge, StateBytes: long.MaxValue / 16));

        Assert.Equal(Saturating.TooMuch, CacheMemory.Bytes(absurd, new LoadPlan(huge, huge, 256, 512), Rules));
        Assert.InRange(ComputeMemory.Bytes(absurd, new LoadPlan(huge, huge, 256, huge), Rules), 1L << 50, Saturating.TooMuch);
        Assert.True(FootprintPredictor.Predict(absurd, new LoadPlan(huge, huge, 256, 512), Rules).TotalBytes > 0);
    }
}
