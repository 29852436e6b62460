namespace MultiLLM.Core.Selection.Cascade;

/// <summary>
/// How sure a model was of its words, from the probabilities it gave them itself: the geometric mean over the least likely tenth of its tokens. The mean over
/// all tokens tells right from wrong as well, but most words follow from those before, so it hardly moves. Pure; 0 to 1.
/// </summary>
internal static class DraftConfidence
{
    private const double Tenth = 0.1;

    /// <summary>One impossible token counts for much, but not for everything.</summary>
    private const double LeastLogProb = -20;

    /// <param name="logProbs">Natural logarithms, one for each token.</param>
    /// <returns>Null: it said nothing.</returns>
    public static double? Of(IReadOnlyCollection<double> logProbs)
    {
        if (logProbs.Count == 0)
            return null;
        var sorted = logProbs.Select(p => Math.Clamp(p, LeastLogProb, 0)).ToArray();
        Array.Sort(sorted);
        return Math.Exp(sorted.AsSpan(0, (int)Math.Ceiling(sorted.Length * Tenth)).ToArray().Average());
    }
}
