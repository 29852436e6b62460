using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Tells whether two questions are one and the same in other clothes: case, spacing, punctuation, "please", a word more or less.</summary>
internal static class WordOverlap
{
    /// <summary>Words of each text that are compared.</summary>
    private const int Compared = 64;

    /// <summary>Fewer words, such as "yes" or "go on", may well be said twice.</summary>
    private const int FewestWords = 3;
    private const double SameFrom = 0.8;

    public static bool IsSameQuestion(ReadOnlySpan<char> before, ReadOnlySpan<char> now)
    {
        Span<uint> first = stackalloc uint[Compared];
        Span<uint> second = stackalloc uint[Compared];
        first = first[..DistinctWords(before, first)];
        second = second[..DistinctWords(now, second)];
        if (first.Length < FewestWords || second.Length < FewestWords)
            return false;
        var shared = 0;
        foreach (var word in first)
            shared += second.Contains(word) ? 1 : 0;
        return shared >= SameFrom * (first.Length + second.Length - shared);
    }

    private static int DistinctWords(ReadOnlySpan<char> text, Span<uint> words)
    {
        var count = 0;
        var scanner = new WordScanner(text);
        while (count < words.Length && scanner.MoveNext())
        {
            if (!words[..count].Contains(scanner.Hash))
                words[count++] = scanner.Hash;
        }
        return count;
    }
}
