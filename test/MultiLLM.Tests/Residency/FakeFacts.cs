using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Residency;

/// <summary>A machine whose models take what the test says: weights as named, and ten bytes for each token of context.</summary>
internal sealed class FakeFacts : IResidencyFacts
{
    public const int UsualContext = 4096;
    public const int BytesPerToken = 10;

    public Dictionary<string, long> Weights { get; } = [];

    /// <summary>Of models not named in <see cref="Weights"/>.</summary>
    public long UsualWeights { get; set; } = 1000;

    /// <summary>By host.</summary>
    public Func<int, MemoryStanding> Standing { get; set; } = _ => new MemoryStanding(1L << 40, 1L << 40, "test");
    public FootprintSource Source { get; set; } = FootprintSource.Measured;

    public MemoryStanding Memory(int host) => Standing(host);

    public LoadPlan PlanFor(ModelDefinition model, int? contextLength)
    {
        var context = Math.Min(contextLength ?? model.ContextLength ?? UsualContext, UsualContext);
        return new LoadPlan(context, context, Slots: 4, BatchSize: 512);
    }

    public Footprint? Estimate(ModelDefinition model, LoadPlan plan) =>
        new(Weights.GetValueOrDefault(model.Id, UsualWeights), BytesPerToken * plan.KvCells / (plan.KvType == KvCacheType.Q8_0 ? 2 : 1), 0, 0, Source);

    public long BytesOf(string model, int context = UsualContext) => Weights.GetValueOrDefault(model, UsualWeights) + ((long)BytesPerToken * context);
}
