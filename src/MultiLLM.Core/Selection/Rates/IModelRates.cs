using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>Speeds of models as measured here, or expected where nothing was measured. Safe from any thread, without waiting.</summary>
internal interface IModelRates
{
    ModelRates Of(ModelDefinition model);

    /// <summary>
    /// Takes in what one answer took, as its runner measured it, and the load it came after. To be called while the answer still holds its model: who
    /// else is at work at that moment tells how fast it would have been alone.
    /// </summary>
    void Answered(ModelDefinition model, GenerationFinished finished);
}
