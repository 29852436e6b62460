using System.Globalization;

namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>
/// Words, numbers and symbols one after the other, in lower case. Scripts without spaces give a word a character. Numbers count by their length alone. Marks that people
/// set or forget (full stops, commas, exclamation marks) and pleas are passed over: they say nothing of the task.
/// </summary>
internal ref struct WordScanner(ReadOnlySpan<char> text)
{
    private const int LongestWord = 24;

    private readonly ReadOnlySpan<char> _text = text;
    private int _next;

    /// <summary>Of the word in lower case.</summary>
    public uint Hash { get; private set; }

    /// <summary>As written; empty for what is not letters.</summary>
    public ReadOnlySpan<char> Letters { get; private set; }

    /// <summary>Where it begins in the text.</summary>
    public int Start { get; private set; }

    public bool MoveNext()
    {
        while (_next < _text.Length)
        {
            var c = _text[_next];
            Start = _next;
            if (char.IsAsciiDigit(c))
            {
                Number();
                return true;
            }
            if (char.IsLetter(c))
            {
                Word();
                if (!IsPlea(Letters))
                    return true;
                continue;
            }
            _next++;
            if (!IsSymbol(c))
                continue;
            Letters = default;
            Hash = FeatureHash.Append(FeatureHash.Start, c);
            return true;
        }
        return false;
    }

    private void Word()
    {
        var start = _next;
        if (StandsAlone(_text[start]))
            _next++;
        else
            while (_next < _text.Length && _next - start < LongestWord && GoesOn(_next))
                _next++;
        Letters = _text[start.._next];
        var hash = FeatureHash.Start;
        foreach (var c in Letters)
            hash = FeatureHash.Append(hash, Lower(c));
        Hash = hash;
    }

    private readonly bool GoesOn(int i)
    {
        var c = _text[i];
        return IsApostrophe(c)
            ? i + 1 < _text.Length && char.IsLetter(_text[i + 1])
            : (char.IsLetter(c) && !StandsAlone(c)) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
    }

    private void Number()
    {
        var start = _next;
        while (_next < _text.Length && char.IsAsciiDigit(_text[_next]))
            _next++;
        Letters = default;
        Hash = FeatureHash.Append(FeatureHash.Append(FeatureHash.Start, '0'), (char)Math.Min(_next - start, 5));
    }

    public static char Lower(char c) => IsApostrophe(c) ? '\'' : char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : char.IsAscii(c) ? c : char.ToLowerInvariant(c);

    /// <summary>Han, kana and Thai are written without spaces.</summary>
    private static bool StandsAlone(char c) => c is (>= '\u2E80' and <= '\uA4CF' and not (>= '\u3130' and <= '\u318F')) or (>= '\uF900' and <= '\uFAFF') or (>= '\u0E00' and <= '\u0E7F');

    private static bool IsApostrophe(char c) => c is '\'' or '’';

    private static bool IsSymbol(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('.' or ',' or '!' or '\'' or '’' or '…' or '。' or '、' or '，' or '！');

    private static bool IsPlea(ReadOnlySpan<char> word) => word.Length switch
    {
        3 => word.Equals("pls", StringComparison.OrdinalIgnoreCase) || word.Equals("plz", StringComparison.OrdinalIgnoreCase),
        5 => word.Equals("bitte", StringComparison.OrdinalIgnoreCase),
        6 => word.Equals("please", StringComparison.OrdinalIgnoreCase) || word.Equals("kindly", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
