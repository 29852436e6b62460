using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

/// <summary>This machine's facts; it is the only host.</summary>
internal sealed class ResidencyFacts(IFootprints footprints, IHardware hardware) : IResidencyFacts
{
    public MemoryStanding Memory(int host) => hardware.Read().Memory;

    public LoadPlan PlanFor(ModelDefinition model, int? contextLength) => footprints.PlanFor(model, contextLength);

    public Footprint? Estimate(ModelDefinition model, LoadPlan plan) => footprints.Estimate(model, plan);
}
