using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>Speeds of models as measured here, or expected where nothing was measured. Safe from any thread, without waiting.</summary>
internal interface IModelRates
{
    ModelRates Of(ModelDefinition model);

    /// <summary>Takes in what one answer took, as its runner measured it.</summary>
    void Answered(ModelDefinition model, GenerationFinished finished);

    /// <summary>Takes in what one load took.</summary>
    void Loaded(ModelDefinition model, TimeSpan took);
}
