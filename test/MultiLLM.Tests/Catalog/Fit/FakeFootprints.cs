using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Catalog.Fit;

/// <summary>Weights, a thousand bytes for each cell (half of it in q8_0), and a million each for computing and the process. Measured, so without a margin.</summary>
internal sealed class FakeFootprints : IFootprints
{
    public const int Usual = 4096;

    public LoadPlan PlanFor(ModelDefinition model, int? contextLength = null)
    {
        var context = Math.Min(contextLength ?? Usual, model.TrainedContextLength ?? int.MaxValue);
        return new LoadPlan(context, context, 8, 512);
    }

    public Footprint Predict(ModelShape shape, LoadPlan plan) =>
        new(shape.WeightBytes, plan.KvCells * (plan.KvType == KvCacheType.Q8_0 ? 500L : 1000L), 1_000_000, 1_000_000, FootprintSource.Measured);

    public Footprint? Estimate(ModelDefinition model, LoadPlan plan) => model.Shape is { } shape ? Predict(shape, plan) : null;

    public void Learn(ModelDefinition model, LoadPlan plan, MemoryUse measured) => throw new NotSupportedException();
}
