using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

/// <summary>What the scheduler looks up before it decides. Quick, and without calls back.</summary>
internal interface IResidencyFacts
{
    /// <param name="host">Index in <see cref="ResidencyRules.Hosts"/>.</param>
    MemoryStanding Memory(int host);

    /// <inheritdoc cref="IFootprints.PlanFor"/>
    LoadPlan PlanFor(ModelDefinition model, int? contextLength);

    /// <inheritdoc cref="IFootprints.Estimate"/>
    Footprint? Estimate(ModelDefinition model, LoadPlan plan);
}
