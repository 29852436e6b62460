using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Residency.Memory;

public sealed class LoadPlansTests
{
    [Theory]
    [InlineData(2048, 4096, 0, 8, 2048, 4096)] // 4096 cells unless the context is longer
    [InlineData(32_768, 8192, 0, 8, 8192, 8192)]
    [InlineData(512, 4096, 0, 8, 512, 4096)] // never more than every slot's whole context
    [InlineData(512, 4096, 100_000, 8, 512, 4096)]
    [InlineData(512, 4096, 100, 8, 512, 512)] // never less than one context
    [InlineData(8192, 1024, 6000, 2, 1024, 2048)]
    public void For_Generation_AsTheRunnerPlans(int trained, int limit, int cells, int slots, int context, int expectedCells)
    {
        var plan = LoadPlans.For(Model(ModelKind.Chat, trained), new MultiLLMOptions { ContextLength = limit, KvCells = cells, Slots = slots });

        Assert.Equal(new LoadPlan(context, expectedCells, slots, 512), plan);
    }

    [Fact]
    public void For_ManySlots_TheBatchHoldsATokenOfEach() =>
        Assert.Equal(600, LoadPlans.For(Model(ModelKind.Chat, 8192), new MultiLLMOptions { Slots = 600 }).BatchSize);

    [Fact]
    public void For_Embedding_TheBatchHoldsTheLongestText() =>
        Assert.Equal(
            new LoadPlan(512, 512, 64, 512, KvCacheType.Auto, 0, Embedding: true),
            LoadPlans.For(Model(ModelKind.Embedding, 512), new MultiLLMOptions { KvType = KvCacheType.Q8_0 }));

    [Fact]
    public void For_ContextAskedFor_ReplacesTheConfiguredOneUpToTheTrained()
    {
        var model = Model(ModelKind.Chat, 2048) with { ContextLength = 1024 };

        Assert.Equal(1024, LoadPlans.For(model, new MultiLLMOptions()).ContextLength);
        Assert.Equal(512, LoadPlans.For(model, new MultiLLMOptions(), 512).ContextLength);
        Assert.Equal(2048, LoadPlans.For(model, new MultiLLMOptions(), 1 << 20).ContextLength);
    }

    [Fact]
    public void For_Options_FormatAndGpu()
    {
        var plan = LoadPlans.For(Model(ModelKind.Code, 2048), new MultiLLMOptions { KvType = KvCacheType.Q8_0, EnableGpu = true });

        Assert.Equal((KvCacheType.Q8_0, -1), (plan.KvType, plan.GpuLayers));
    }

    private static ModelDefinition Model(ModelKind kind, int trained) =>
        new() { Id = "m", Name = "m", Kind = kind, Path = "/m.gguf", TrainedContextLength = trained };
}
