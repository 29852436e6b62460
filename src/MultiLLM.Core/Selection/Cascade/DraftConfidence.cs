namespace MultiLLM.Core.Selection.Cascade;

/// <summary>How sure a model was of its words, from the probabilities it gave them itself. Pure; 0 to 1.</summary>
internal static class DraftConfidence
{
    /// <summary>A draft below it is not trusted; see "Cascade" in docs/selection.md for how it was found.</summary>
    public const double Threshold = 0.8;

    /// <param name="logProbs">Natural logarithms, of each token in order.</param>
    /// <returns>Null: it said nothing.</returns>
    public static double? Of(IReadOnlyList<double> logProbs) => logProbs.Count == 0 ? null : Math.Exp(logProbs.Average(p => Math.Max(p, -20)));
}
