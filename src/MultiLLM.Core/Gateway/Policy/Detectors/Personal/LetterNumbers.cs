namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>Numbers that begin with, or hold, letters: found by their digits, read from where the letters begin.</summary>
internal abstract class LetterNumberDetector(string name, string label) : SpanDetector(name, DetectorGroups.Personal, label)
{
    private const int MostLetters = 48;
    private const int MostBetween = 3;

    public sealed override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        Span<char> plain = stackalloc char[MostLetters];
        for (var at = 0; at < letters.Length;)
        {
            var next = letters[at..].IndexOfAnyInRange('0', '9');
            if (next < 0)
                return;
            at += next;
            if (StartOf(letters, at) is >= 0 and var start && (start == 0 || !IsPart(letters[start - 1])))
            {
                var end = Read(letters, start, plain);
                if (end > 0)
                {
                    hits.Add(new Hit(start, end));
                    at = end;
                    continue;
                }
            }
            while (at < letters.Length && char.IsAsciiDigit(letters[at]))
                at++;
        }
    }

    /// <summary>Where a number would begin whose first digit stands there; -1: nowhere.</summary>
    protected abstract int StartOf(ReadOnlySpan<char> letters, int digit);

    /// <summary>Where the number ends; 0: there is none.</summary>
    protected abstract int Read(ReadOnlySpan<char> letters, int start, Span<char> plain);

    protected static bool IsPart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    /// <summary>Takes so many letters and digits, single separators between them; 0: there are not so many, or they go on.</summary>
    protected static int Take(ReadOnlySpan<char> letters, int start, Span<char> plain, int count)
    {
        var (taken, at) = (0, start);
        while (at < letters.Length)
        {
            if (char.IsAsciiLetterOrDigit(letters[at]))
            {
                plain[taken++] = char.ToUpperInvariant(letters[at++]);
                if (taken == count)
                    return at == letters.Length || !IsPart(letters[at]) ? at : 0;
            }
            else if (Between(letters, at) is > 0 and var between)
            {
                at += between;
            }
            else
            {
                return 0;
            }
        }
        return 0;
    }

    /// <summary>Length of what separates two groups, a line's end among it; 0: the number ends.</summary>
    private static int Between(ReadOnlySpan<char> letters, int at)
    {
        for (var length = 1; length <= MostBetween && at + length < letters.Length; length++)
        {
            if (letters[at + length - 1] is not (' ' or '-' or '.' or '\n'))
                return 0;
            if (char.IsAsciiLetterOrDigit(letters[at + length]))
                return length;
        }
        return 0;
    }

    /// <summary>Where so many letters begin that end right before, or one separator before, a place; -1: there are others.</summary>
    protected static int LettersBefore(ReadOnlySpan<char> letters, int at, int count)
    {
        var end = at > 0 && letters[at - 1] is ' ' or '-' ? at - 1 : at;
        if (end < count)
            return -1;
        for (var i = end - count; i < end; i++)
        {
            if (!char.IsAsciiLetter(letters[i]))
                return -1;
        }
        return end - count;
    }
}
