using System.Buffers;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Phrases of several languages, found as whole words in one pass, whatever their case.</summary>
internal sealed class PhraseSet(params string[] phrases)
{
    private readonly SearchValues<string> _phrases = SearchValues.Create(phrases, StringComparison.OrdinalIgnoreCase);
    private readonly string[] _all = phrases;

    public bool IsIn(ReadOnlySpan<char> text)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(_phrases);
            if (at < 0)
                return false;
            at += from;
            foreach (var phrase in _all)
            {
                if (text[at..].StartsWith(phrase, StringComparison.OrdinalIgnoreCase) && IsWhole(text, at, phrase.Length))
                    return true;
            }
            from = at + 1;
        }
        return false;
    }

    /// <summary>Scripts without spaces have no borders to look for.</summary>
    private static bool IsWhole(ReadOnlySpan<char> text, int at, int length) =>
        text[at] >= '\u0E00' && text[at] < '\u1E00' || text[at] >= '\u2E80'
        || ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length])));
}
