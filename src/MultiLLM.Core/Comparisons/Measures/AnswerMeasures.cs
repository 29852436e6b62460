namespace MultiLLM.Core.Comparisons.Measures;

/// <summary>How much two texts have in common, 0 to 1. Pure.</summary>
internal static class AnswerMeasures
{
    /// <summary>The harmonic mean of the shares of each text's words that the other has too, each as often as both have it. Order does not count.</summary>
    public static double TokenF1(string one, string other)
    {
        var (a, b) = (AnswerWords.Of(one), AnswerWords.Of(other));
        if (a.Count == 0 || b.Count == 0)
            return a.Count == b.Count ? 1 : 0;
        var counts = a.CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var common = 0;
        foreach (var word in b)
        {
            if (counts.GetValueOrDefault(word) is var left and > 0)
            {
                counts[word] = left - 1;
                common++;
            }
        }
        return 2.0 * common / (a.Count + b.Count);
    }

    /// <summary>ROUGE-L: the same of the longest sequence of words that both have in this order, with gaps (Lin 2004, with equal weights).</summary>
    public static double RougeL(string one, string other)
    {
        var (a, b) = (AnswerWords.Of(one), AnswerWords.Of(other));
        if (a.Count == 0 || b.Count == 0)
            return a.Count == b.Count ? 1 : 0;
        var row = new int[b.Count + 1];
        foreach (var word in a)
        {
            var diagonal = 0;
            for (var j = 1; j <= b.Count; j++)
            {
                var above = row[j];
                row[j] = word == b[j - 1] ? diagonal + 1 : Math.Max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return 2.0 * row[b.Count] / (a.Count + b.Count);
    }

    /// <summary>The same words in the same order, whatever their case and punctuation.</summary>
    public static bool AreSame(string one, string other) =>
        AnswerWords.Of(one) is { Count: > 0 } words ? words.SequenceEqual(AnswerWords.Of(other)) : one.Trim() == other.Trim();
}
