using System.Collections.Frozen;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>
/// Tells a text's language by its script, its commonest words and its letters. The first and the last sentence count more than what lies between, which may be pasted
/// in another language.
/// </summary>
internal static class LanguageReader
{
    public const string Unknown = "und";
    private const int Examined = 800;
    private const int LongestWord = 16;
    private const int SentenceVotes = 3;

    private static readonly FrozenDictionary<string, uint> Words = LanguageWords.All
        .SelectMany((language, i) => language.Words.Split(' ').Distinct().Select(word => (word, i)))
        .GroupBy(w => w.word, w => w.i)
        .ToFrozenDictionary(g => g.Key, g => g.Aggregate(0u, (languages, i) => languages | (1u << i)));

    private static readonly FrozenDictionary<char, uint> Letters = LanguageWords.All
        .SelectMany((language, i) => language.Letters.Select(letter => (letter, i)))
        .GroupBy(l => l.letter, l => l.i)
        .ToFrozenDictionary(g => g.Key, g => g.Aggregate(0u, (languages, i) => languages | (1u << i)));

    /// <returns>ISO 639-1, or "und".</returns>
    public static string Read(ReadOnlySpan<char> text)
    {
        var window = new TextWindow(text);
        var start = window.Head[..Math.Min(window.Head.Length, Examined)];
        return ByScript(start) ?? ByWords(window, start);
    }

    /// <summary>The language of a script other than the Latin one, where that is most of the text.</summary>
    private static string? ByScript(ReadOnlySpan<char> text)
    {
        int latin = 0, han = 0, kana = 0, hangul = 0, cyrillic = 0, ukrainian = 0, arabic = 0, persian = 0, devanagari = 0, thai = 0, greek = 0, hebrew = 0;
        foreach (var c in text)
        {
            switch (c)
            {
                case (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '\u00C0' and <= '\u024F') or (>= '\u1E00' and <= '\u1EFF'): latin++; break;
                case 'і' or 'ї' or 'є' or 'ґ' or 'І' or 'Ї' or 'Є' or 'Ґ': cyrillic++; ukrainian++; break;
                case >= '\u0400' and <= '\u04FF': cyrillic++; break;
                case 'پ' or 'چ' or 'ژ' or 'گ' or 'ک' or 'ی': arabic++; persian++; break;
                case >= '\u0600' and <= '\u06FF': arabic++; break;
                case >= '\u0900' and <= '\u097F': devanagari++; break;
                case >= '\u0E00' and <= '\u0E7F': thai++; break;
                case >= '\u0370' and <= '\u03FF': greek++; break;
                case >= '\u0590' and <= '\u05FF': hebrew++; break;
                case >= '\u3040' and <= '\u30FF': kana++; break;
                case >= '\u4E00' and <= '\u9FFF': han++; break;
                case >= '\uAC00' and <= '\uD7A3': hangul++; break;
            }
        }
        // a character of these scripts says as much as two or three letters
        if (2 * (han + kana + hangul) > latin)
            return kana * 8 > han + kana ? "ja" : hangul > han ? "ko" : "zh";
        var (most, language) = (cyrillic, ukrainian > 0 ? "uk" : "ru");
        foreach (var (count, name) in ((int, string)[])[(arabic, persian * 12 > arabic ? "fa" : "ar"), (devanagari, "hi"), (thai, "th"), (greek, "el"), (hebrew, "he")])
            (most, language) = count > most ? (count, name) : (most, language);
        return 3 * most > 2 * latin && most > 1 ? language : null;
    }

    private static string ByWords(in TextWindow window, ReadOnlySpan<char> start)
    {
        Span<int> votes = stackalloc int[LanguageWords.All.Length];
        votes.Clear();
        Vote(start, 1, votes);
        Vote(window.Opening, SentenceVotes, votes);
        Vote(window.Closing, SentenceVotes, votes);
        var best = 0;
        for (var i = 1; i < votes.Length; i++)
            best = votes[i] > votes[best] ? i : best;
        return votes[best] > 0 ? LanguageWords.All[best].Code : Unknown;
    }

    private static void Vote(ReadOnlySpan<char> text, int worth, Span<int> votes)
    {
        var lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> lowered = stackalloc char[LongestWord];
        var words = new WordScanner(text);
        while (words.MoveNext())
        {
            if (words.Letters.IsEmpty)
                continue;
            var length = 0;
            for (; length < Math.Min(words.Letters.Length, LongestWord); length++)
            {
                lowered[length] = WordScanner.Lower(words.Letters[length]);
                if (lowered[length] > '\u007F' && Letters.TryGetValue(lowered[length], out var having))
                    Give(having, worth, votes);
            }
            if (words.Letters.Length <= LongestWord && lookup.TryGetValue(lowered[..length], out var speaking))
                Give(speaking, 2 * worth, votes);
        }
    }

    private static void Give(uint languages, int worth, Span<int> votes)
    {
        for (; languages != 0; languages &= languages - 1)
            votes[System.Numerics.BitOperations.TrailingZeroCount(languages)] += worth;
    }
}
