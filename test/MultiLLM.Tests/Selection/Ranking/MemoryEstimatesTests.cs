using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Tests.Selection.Ranking;

public sealed class MemoryEstimatesTests
{
    private readonly CountedFootprints _footprints = new();
    private readonly ModelDefinition _model = new() { Id = "m", Name = "m", Kind = ModelKind.Chat, Path = "/m" };

    [Fact]
    public void Of_AskedAgain_LooksOnce()
    {
        var memory = new MemoryEstimates(_footprints);

        Assert.Equal(4096 + 1000, memory.Of(_model, null));
        for (var i = 0; i < 10; i++)
            memory.Of(_model, null);

        Assert.Equal(1, _footprints.Looks);
    }

    [Fact]
    public void Of_ContextThatWillDo_IsRoundedUpToAStep()
    {
        var memory = new MemoryEstimates(_footprints);

        Assert.Equal(2048 + 1000, memory.Of(_model, 1025));
        Assert.Equal(2048 + 1000, memory.Of(_model, 2048));
        Assert.Equal(1, _footprints.Looks);
    }

    [Fact]
    public void Publish_WasLoadedOrLeft_LooksAgain()
    {
        var memory = new MemoryEstimates(_footprints);
        memory.Of(_model, null);
        _footprints.Weights = 2000;

        memory.Publish(new ResidencyEvent(default, ResidencyEventKind.Loading, "m", "why"));
        Assert.Equal(4096 + 1000, memory.Of(_model, null));
        memory.Publish(new ResidencyEvent(default, ResidencyEventKind.Unloaded, "m", "why"));
        Assert.Equal(4096 + 2000, memory.Of(_model, null));
    }

    [Fact]
    public void Of_DefinitionChanged_LooksAgain()
    {
        var memory = new MemoryEstimates(_footprints);
        memory.Of(_model, null);

        Assert.Equal(512 + 1000, memory.Of(_model with { ContextLength = 512 }, null));
    }

    private sealed class CountedFootprints : IFootprints
    {
        public int Looks { get; private set; }
        public long Weights { get; set; } = 1000;

        public LoadPlan PlanFor(ModelDefinition model, int? contextLength = null)
        {
            var context = contextLength ?? model.ContextLength ?? 4096;
            return new LoadPlan(context, context, 4, 512);
        }

        public Footprint Predict(ModelShape shape, LoadPlan plan) => throw new NotSupportedException();

        public Footprint? Estimate(ModelDefinition model, LoadPlan plan)
        {
            Looks++;
            return new Footprint(Weights, plan.ContextLength, 0, 0, FootprintSource.Measured);
        }

        public void Learn(ModelDefinition model, LoadPlan plan, MemoryUse measured) => throw new NotSupportedException();
    }
}
