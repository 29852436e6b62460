using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>What models take in memory: predicted from their shape, corrected by what was measured.</summary>
internal interface IFootprints
{
    /// <summary>The plan the service would load the model with; <paramref name="contextLength"/> asks for another context.</summary>
    LoadPlan PlanFor(ModelDefinition model, int? contextLength = null);

    /// <summary>From the shape alone, for models that are not here yet too.</summary>
    Footprint Predict(ModelShape shape, LoadPlan plan);

    /// <summary>What was measured for this file and plan, else the prediction; null: the file's shape is not known.</summary>
    Footprint? Estimate(ModelDefinition model, LoadPlan plan);

    /// <summary>Remembers what a load really took.</summary>
    void Learn(ModelDefinition model, LoadPlan plan, MemoryUse measured);
}
