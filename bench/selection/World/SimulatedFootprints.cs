using System.Collections.Concurrent;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.SelectionBench.World;

/// <summary>The product's predictions, as if each had been found true; the same on every processor, and computed once.</summary>
internal sealed class SimulatedFootprints(MultiLLMOptions options) : IFootprints
{
    private static readonly EngineRules Rules = new() { Repacking = new CpuRepacking(Avx2: true, Avx512: true, Dotprod: false) };

    private readonly ConcurrentDictionary<(string ModelId, LoadPlan Plan), Footprint> _known = new();

    public LoadPlan PlanFor(ModelDefinition model, int? contextLength = null) => LoadPlans.For(model, options, contextLength);

    public Footprint Predict(ModelShape shape, LoadPlan plan) => FootprintPredictor.Predict(shape, plan, Rules) with { Source = FootprintSource.Measured };

    public Footprint? Estimate(ModelDefinition model, LoadPlan plan) => _known.GetOrAdd((model.Id, plan), _ => Predict(model.Shape!, plan));

    public void Learn(ModelDefinition model, LoadPlan plan, MemoryUse measured) => throw new NotSupportedException("nothing is measured in a simulation");
}
