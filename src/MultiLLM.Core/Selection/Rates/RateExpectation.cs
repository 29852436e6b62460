using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>What a model that was never measured will probably reach: decoding reads all weights for each token, a prompt computes with each. Pure.</summary>
internal static class RateExpectation
{
    private const double BytesPerSecond = 20e9;
    private const double MultiplicationsPerSecond = 100e9;
    private const double LoadBytesPerSecond = 1e9;
    private const double StartSeconds = 0.1;
    private const double MostTokensPerSecond = 5000;

    public static ModelRates Of(ModelDefinition model) => Of(model.SizeBytes, model.Parameters);

    /// <param name="sizeBytes">Of the weights.</param>
    /// <param name="parameterCount">Null: not known.</param>
    public static ModelRates Of(long sizeBytes, long? parameterCount)
    {
        var bytes = Math.Max(1.0, sizeBytes);
        var parameters = Math.Max(1.0, parameterCount ?? sizeBytes);
        return new ModelRates(
            Math.Min(MostTokensPerSecond, MultiplicationsPerSecond / parameters), Math.Min(MostTokensPerSecond, BytesPerSecond / bytes),
            StartSeconds + (bytes / LoadBytesPerSecond), IsMeasured: false);
    }
}
