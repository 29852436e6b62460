using CsCheck;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Catalog.Fit;

public sealed class FitCheckTests
{
    private const long Weights = 100_000_000;
    private const long AtUsualContext = Weights + 4_096_000 + 2_000_000;

    private static readonly FitCheck Check = new(new FakeFootprints());

    [Fact]
    public void Judge_EnoughIsFree_Fits()
    {
        var fit = Judge(free: AtUsualContext + 10, reserve: 10);

        Assert.Equal((FitVerdict.Fits, true, AtUsualContext), (fit.Verdict, fit.Fits, fit.NeededBytes));
        Assert.Equal((4096, 4096), (fit.Plan!.ContextLength, fit.LongestContext));
        Assert.Empty(fit.Problems);
        Assert.Empty(fit.Advice);
    }

    [Fact]
    public void Judge_OneByteShort_FitsWithTheNextSmallerContext()
    {
        var fit = Judge(free: AtUsualContext + 9, reserve: 10);

        Assert.Equal((FitVerdict.FitsWithLessContext, 4096 - 256), (fit.Verdict, fit.LongestContext));
        Assert.Contains("With a context of 4096 tokens it needs 106 MB of memory (100 MB weights, 4 MB keys and values, 1 MB computing, 1 MB process)", Assert.Single(fit.Problems));
        Assert.Contains("A context of 3840 tokens fits.", fit.Advice);
        Assert.Contains("With keys and values in q8_0 it needs 104 MB, which fits.", fit.Advice);
    }

    [Fact]
    public void Judge_IdleModelsHoldEnough_FitsAfterUnloading()
    {
        var fit = Judge(free: 50_000_000, reclaimable: 60_000_000);

        Assert.Equal((FitVerdict.FitsAfterUnloading, true), (fit.Verdict, fit.Fits));
    }

    [Fact]
    public void Judge_NotEvenTheWeights_IsTooLarge()
    {
        var fit = Judge(free: Weights, request: new FitRequest(KvType: KvCacheType.Q8_0));

        Assert.Equal((FitVerdict.TooLarge, 0), (fit.Verdict, fit.LongestContext));
        Assert.Empty(fit.Advice);
        Assert.Equal(KvCacheType.Q8_0, fit.Plan!.KvType);
    }

    [Fact]
    public void Judge_ContextBeyondTraining_IsNotAsAsked()
    {
        var fit = Judge(free: long.MaxValue / 2, request: new FitRequest(ContextLength: 9000), trained: 8192);

        Assert.Equal((FitVerdict.NotAsAsked, false, 8192), (fit.Verdict, fit.Fits, fit.LongestContext));
        Assert.Equal("m was trained for 8192 tokens, not 9000.", Assert.Single(fit.Problems));
    }

    [Theory]
    [InlineData(4096, FitVerdict.Loaded)]
    [InlineData(2048, FitVerdict.TooLarge)]
    public void Judge_InMemory_IsLoadedWhereTheContextIsLongEnough(int loadedContext, FitVerdict verdict)
    {
        var fit = Check.Judge(Model(), null, null, new FitRequest(), Conditions(free: 0) with { LoadedContext = loadedContext });

        Assert.Equal(verdict, fit.Verdict);
    }

    [Theory]
    [InlineData(500L, 400L, "Its file of 500 bytes does not fit the disk: /models has 400 bytes free.")]
    [InlineData(500L, 500L, null)]
    [InlineData(500L, null, null)]
    [InlineData(null, 1L, null)]
    public void Judge_NotInstalled_NeedsRoomOnTheDisk(long? needed, long? free, string? problem)
    {
        var fit = Check.Judge(Model(path: ""), needed, null, new FitRequest(), Conditions(free: long.MaxValue / 2) with { DiskFreeBytes = free });

        Assert.Equal(problem, fit.Problems.SingleOrDefault());
        Assert.Equal(problem is null ? FitVerdict.Fits : FitVerdict.NotAsAsked, fit.Verdict);
    }

    [Fact]
    public void Judge_KindThatCannotBeRun_SaysSoWithoutNumbers()
    {
        var fit = Check.Judge(Model(), null, "m is a reranker.", new FitRequest(), Conditions(free: long.MaxValue / 2));

        Assert.Equal((FitVerdict.CannotRun, null), (fit.Verdict, fit.Needs));
        Assert.Equal("m is a reranker.", Assert.Single(fit.Problems));
    }

    [Fact]
    public void Judge_ShapeNotKnown_IsUnknown()
    {
        var fit = Check.Judge(Model() with { Shape = null }, null, null, new FitRequest(), Conditions(free: 1));

        Assert.Equal((FitVerdict.Unknown, null), (fit.Verdict, fit.LongestContext));
    }

    [Fact]
    public void Judge_FewerSlots_NeedNoMoreCells() =>
        Assert.Equal((1, 4096), Judge(free: 1, request: new FitRequest(Slots: 1)).Plan is var plan ? (plan!.Slots, plan.KvCells) : default);

    [Fact]
    public void Judge_GpuAskedForWithoutOne_IsNotAsAsked()
    {
        var fit = Judge(free: long.MaxValue / 2, request: new FitRequest(GpuLayers: -1));

        Assert.Equal((FitVerdict.NotAsAsked, "No GPU here."), (fit.Verdict, Assert.Single(fit.Problems)));
    }

    [Fact]
    public void Judge_WholeModelOnAGpu_LeavesMainMemoryAlone()
    {
        var gpu = new UsableGpu("CUDA0", new GpuDevice(0, "nvidia", "Big", 24_000_000_000, 23_000_000_000, 0));
        var fit = Check.Judge(Model(), null, null, new FitRequest(), Conditions(free: 20_000_000) with { Gpus = [gpu], UseGpus = true });

        Assert.Equal(FitVerdict.Fits, fit.Verdict);
        Assert.True(fit.Gpu.Bytes > Weights);
        Assert.Contains("All 2 layers on Big", fit.Gpu.Reason);
    }

    [Fact]
    public void Judge_AnyRoom_TheLongestContextFitsAndTheNextDoesNot() =>
        Gen.Select(Gen.Long[0, 300_000_000], Gen.Int[1, 200_000], Gen.Long[0, 50_000_000]).Sample((free, trained, reclaimable) =>
        {
            var longest = Judge(free, reclaimable: reclaimable, trained: trained).LongestContext!.Value;

            Assert.InRange(longest, 0, trained);
            if (longest > 0)
                Assert.True(Judge(free, reclaimable: reclaimable, trained: trained, request: new FitRequest(longest)).Fits);
            if (longest + 256 <= trained)
                Assert.False(Judge(free, reclaimable: reclaimable, trained: trained, request: new FitRequest(longest + 256)).Fits);
        });

    private static ModelFit Judge(long free, long reserve = 0, long reclaimable = 0, FitRequest? request = null, int trained = 4096) =>
        Check.Judge(Model(trained: trained), null, null, request ?? new FitRequest(), Conditions(free, reserve, reclaimable));

    private static FitConditions Conditions(long free, long reserve = 0, long reclaimable = 0) =>
        new(new MemoryRoom(long.MaxValue / 2, free, reserve, free - reserve, reclaimable), [], UseGpus: false, "No GPU here.", "/models", DiskFreeBytes: 1_000_000_000_000);

    internal static ModelDefinition Model(string id = "m", string path = "/models/m.gguf", int trained = 4096) => new()
    {
        Id = id,
        Name = id.ToUpperInvariant(),
        Kind = ModelKind.Chat,
        Path = path,
        TrainedContextLength = trained,
        Parameters = 100_000_000,
        Shape = new ModelShape
        {
            Architecture = "llama",
            EmbeddingLength = 512,
            FeedForwardLength = 1024,
            VocabularySize = 1000,
            TrainedContextLength = trained,
            WeightBytes = Weights,
            Layers = [new LayerShape(8, 8, 64, 64), new LayerShape(8, 8, 64, 64)],
        },
    };
}
