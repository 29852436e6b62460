using System.Collections.Frozen;

namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Finds <see cref="ConceptWords"/> in a text.</summary>
internal static class ConceptReader
{
    private const int LongestStem = 12;

    private static readonly FrozenDictionary<string, ulong> Stems = Index(whole: false);
    private static readonly FrozenDictionary<string, ulong> Wholes = Index(whole: true);

    /// <summary>The concepts of a word, one bit each.</summary>
    /// <param name="word">As the scanner found it.</param>
    /// <param name="onwards">The text from it on: in scripts without spaces a word of the language goes on behind the first character.</param>
    public static ulong Read(ReadOnlySpan<char> word, ReadOnlySpan<char> onwards)
    {
        Span<char> lowered = stackalloc char[LongestStem];
        var source = word is [>= '\u2E80'] ? onwards[..Math.Min(3, onwards.Length)] : word[..Math.Min(word.Length, LongestStem)];
        for (var i = 0; i < source.Length; i++)
            lowered[i] = WordScanner.Lower(source[i]);
        var stems = Stems.GetAlternateLookup<ReadOnlySpan<char>>();
        ulong found = 0;
        for (var length = 1; length <= source.Length; length++)
        {
            if (stems.TryGetValue(lowered[..length], out var begun))
                found |= begun;
        }
        if (word.Length <= LongestStem && Wholes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(lowered[..source.Length], out var whole))
            found |= whole;
        return found;
    }

    private static FrozenDictionary<string, ulong> Index(bool whole) => ConceptWords.All
        .SelectMany((words, concept) => words.Split(' ').Where(w => w.EndsWith('.') == whole).Select(w => (Word: w.TrimEnd('.'), concept)))
        .GroupBy(w => w.Word, w => w.concept)
        .ToFrozenDictionary(g => g.Key, g => g.Aggregate(0UL, (concepts, concept) => concepts | (1UL << concept)));
}
