using System.Globalization;
using System.Text;

namespace MultiLLM.Core.Comparisons.Measures;

/// <summary>
/// A text as the words that measures count: runs of letters and digits without case or marks of punctuation; of scripts that write no spaces each
/// character. A bounded number.
/// </summary>
internal static class AnswerWords
{
    public const int Most = 4096;

    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (words.Count >= Most)
                break;
            if (!IsOfWord(rune))
            {
                End();
                continue;
            }
            if (StandsAlone(rune))
                End();
            word.Append(Rune.ToLowerInvariant(rune));
            if (StandsAlone(rune))
                End();
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0 && words.Count < Most)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Chinese, Japanese and Thai write words without spaces between them.</summary>
    private static bool StandsAlone(Rune rune) => rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0x20000 and <= 0x2FA1F) or (>= 0x0E00 and <= 0x0E7F);
}
