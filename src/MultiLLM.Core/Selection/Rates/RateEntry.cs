namespace MultiLLM.Core.Selection.Rates;

/// <summary>What was measured of one model file on this machine; null: not yet.</summary>
/// <param name="ModelId">The model.</param>
/// <param name="SizeBytes">Of its weights: another file under the same name is measured afresh.</param>
/// <param name="Parameters">How many; null: not known.</param>
/// <param name="PromptTokensPerSecond">Alone.</param>
/// <param name="DecodeTokensPerSecond">Alone.</param>
/// <param name="LoadSeconds">From the order to ready.</param>
/// <param name="MeasuredAt">Last.</param>
/// <param name="FirstOutputSeconds">Of a remote model.</param>
internal sealed record RateEntry(
    string ModelId, long SizeBytes, long? Parameters, double? PromptTokensPerSecond, double? DecodeTokensPerSecond, double? LoadSeconds, DateTimeOffset MeasuredAt,
    double? FirstOutputSeconds = null)
{
    /// <summary>Beyond what any machine reaches: a clock that stood still.</summary>
    private const double MostPerSecond = 1e6;
    private const double MostSeconds = 1e5;

    /// <summary>False: nobody can have measured this.</summary>
    public bool IsPossible() => ModelId is { Length: > 0 } && SizeBytes >= 0 && Parameters is null or > 0
        && Within(PromptTokensPerSecond, MostPerSecond) && Within(DecodeTokensPerSecond, MostPerSecond) && Within(LoadSeconds, MostSeconds)
        && Within(FirstOutputSeconds, MostSeconds);

    private static bool Within(double? value, double most) => value is null || (value > 0 && value <= most);
}
