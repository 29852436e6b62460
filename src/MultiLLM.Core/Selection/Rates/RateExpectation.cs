using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>What a model that was never measured will probably reach: decoding reads all weights for each token, a prompt computes with each. Pure.</summary>
internal static class RateExpectation
{
    /// <summary>However small a model is, each token has its overhead.</summary>
    private const double MostDecodeTokensPerSecond = 2000;
    private const double MostPromptTokensPerSecond = 20_000;

    /// <summary>A server of today, before it answered anything. How long its prompts are hardly matters beside the way to it.</summary>
    private static readonly ModelRates Remote = new(PromptTokensPerSecond: 5000, DecodeTokensPerSecond: 40, LoadSeconds: 0, IsMeasured: false) { FirstOutputSeconds = 0.5 };

    public static ModelRates Of(ModelDefinition model, MachineSpeed machine) => model.IsRemote ? Remote : Of(model.SizeBytes, model.Parameters, machine);

    /// <param name="sizeBytes">Of the weights.</param>
    /// <param name="parameterCount">Null: not known.</param>
    /// <param name="machine">What is known of this machine.</param>
    public static ModelRates Of(long sizeBytes, long? parameterCount, MachineSpeed machine)
    {
        var bytes = Math.Max(1.0, sizeBytes);
        var parameters = Math.Max(1.0, parameterCount ?? sizeBytes);
        return new ModelRates(
            Math.Min(MostPromptTokensPerSecond, machine.MultiplicationsPerSecond / parameters),
            Math.Min(MostDecodeTokensPerSecond, machine.BytesPerSecond / bytes),
            MachineSpeed.StartSeconds + (bytes / machine.LoadBytesPerSecond),
            IsMeasured: false);
    }
}
