namespace MultiLLM.Core.Selection.Rates;

/// <summary>How fast a model is on this machine.</summary>
/// <param name="PromptTokensPerSecond">Reading a prompt, alone.</param>
/// <param name="DecodeTokensPerSecond">Writing an answer, alone.</param>
/// <param name="LoadSeconds">From the order to ready.</param>
/// <param name="IsMeasured">False: expected from its size and from what other models reach here.</param>
public sealed record ModelRates(double PromptTokensPerSecond, double DecodeTokensPerSecond, double LoadSeconds, bool IsMeasured)
{
    /// <summary>Of a remote model: from the request to the first output, whatever the prompt; the network and the server's own queue are in it.</summary>
    public double FirstOutputSeconds { get; init; }
}
