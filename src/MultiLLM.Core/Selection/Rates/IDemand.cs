namespace MultiLLM.Core.Selection.Rates;

/// <summary>How much models are asked for. Safe from any thread.</summary>
internal interface IDemand
{
    void Asked(string modelId);

    /// <summary>The chance, 0 to 1, that somebody asks for the model within the next minutes, so that its absence would be felt.</summary>
    double ChanceSoon(string modelId);
}
