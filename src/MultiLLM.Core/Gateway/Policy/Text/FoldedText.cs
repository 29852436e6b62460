namespace MultiLLM.Core.Gateway.Policy.Text;

/// <summary>
/// A text as words in lower case without accents, one space between them, letters written as digits ("1gn0re") read as letters, and words spelled letter by
/// letter put together; with the way back to the <see cref="NormalText"/>.
/// </summary>
internal sealed class FoldedText
{
    private const int SpelledFrom = 4;
    private readonly char[] _letters;
    private readonly int[] _from;
    private int _length;

    private FoldedText(NormalText text)
    {
        Of = text;
        _letters = new char[text.Value.Length + 1];
        _from = new int[text.Value.Length + 1];
    }

    public NormalText Of { get; }

    /// <summary>In the normal text, where letters written one by one begin that may go on behind its end; its length: nowhere.</summary>
    public int OpenSpelling { get; private set; }
    public ReadOnlySpan<char> Letters => _letters.AsSpan(0, _length);

    /// <summary>Where a span stands in the normal text.</summary>
    public (int Start, int End) Normal(int start, int end) => (_from[start], _from[end - 1] + 1);

    public static string Fold(string text) => new(From(Normalizer.Normalize(text)).Letters.Trim(' '));

    public static FoldedText From(NormalText text)
    {
        var folded = new FoldedText(text);
        folded.Run(text.Value);
        return folded;
    }

    private void Run(ReadOnlySpan<char> text)
    {
        var (singles, first, lastEnd, between) = (0, 0, -2, ' ');
        for (var at = 0; at < text.Length;)
        {
            if (!IsWordPart(text, at))
            {
                at++;
                continue;
            }
            var end = at;
            while (end < text.Length && IsWordPart(text, end))
                end++;
            var isSingle = end - at == 1 && char.IsLetter(text[at]);
            var goesOn = at - lastEnd == 1 && (singles < 2 || text[lastEnd] == between);
            singles = isSingle ? (goesOn || singles == 0 ? singles + 1 : 1) : 0;
            first = singles == 1 ? at : first;
            between = lastEnd >= 0 ? text[lastEnd] : ' ';
            if (singles == SpelledFrom)
                JoinLast(SpelledFrom - 1);
            else if (singles < SpelledFrom && _length > 0)
                Add(' ', at);
            Word(text, at, end);
            (at, lastEnd) = (end, end);
        }
        OpenSpelling = singles > 0 && text.Length - lastEnd <= 1 ? first : text.Length;
    }

    private static bool IsWordPart(ReadOnlySpan<char> text, int at) =>
        char.IsLetterOrDigit(text[at]) || char.IsSurrogate(text[at])
        || (Leet(text[at]) != '\0' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]) && (text[at] != '!' || (at > 0 && char.IsAsciiLetter(text[at - 1]))));

    private void Word(ReadOnlySpan<char> text, int start, int end)
    {
        var word = text[start..end];
        var isMixed = word.Length > 1 && HasLetter(word);
        for (var i = start; i < end; i++)
        {
            if (text[i] >= 0x300 && char.GetUnicodeCategory(text[i]) == System.Globalization.UnicodeCategory.NonSpacingMark)
                continue;
            Add(isMixed && Leet(text[i]) is var meant and not '\0' ? meant : CharacterFolding.Folded(text[i]), i);
        }
    }

    private static bool HasLetter(ReadOnlySpan<char> word)
    {
        foreach (var letter in word)
        {
            if (char.IsAsciiLetter(letter))
                return true;
        }
        return false;
    }

    private static char Leet(char letter) => letter switch
    {
        '0' => 'o',
        '1' or '!' or '|' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => '\0',
    };

    private void Add(char letter, int from)
    {
        (_letters[_length], _from[_length]) = (letter, from);
        _length++;
    }

    /// <summary>Takes out the spaces between the last letters, which were written one by one.</summary>
    private void JoinLast(int letters)
    {
        var write = _length - ((2 * letters) - 1);
        for (var read = write; read < _length; read++)
        {
            if (_letters[read] == ' ')
                continue;
            (_letters[write], _from[write]) = (_letters[read], _from[read]);
            write++;
        }
        _length = write;
    }
}
