namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>Numbers that begin with, or hold, letters: found by their digits, read from where the letters begin.</summary>
internal abstract class LetterNumberDetector(string name, string label) : Detector(name, DetectorGroups.Personal, label)
{
    public const int MostLetters = 48;
    private const int MostBetween = 3;
    private const int Reach = MostLetters * (MostBetween + 1);

    /// <summary>Letters stand right before its first digit, or one separator before.</summary>
    public virtual bool NeedsLetters => false;

    /// <summary>So many digits stand together first.</summary>
    public virtual int LeastDigits => 1;

    /// <summary>Where a number begins whose first digit stands there, and where it ends; an end of 0: there is none.</summary>
    /// <param name="letters">The text.</param>
    /// <param name="digit">Where digits begin.</param>
    /// <param name="plain">Room for its letters and digits.</param>
    public (int Start, int End) At(ReadOnlySpan<char> letters, int digit, Span<char> plain) =>
        StartOf(letters, digit) is >= 0 and var start && IsBeginning(letters, start) ? (start, Read(letters, start, plain)) : (0, 0);

    /// <summary>Where a number stands of which characters are missing, or letters that its digits may follow; the text's length: nowhere.</summary>
    public int Pending(ReadOnlySpan<char> letters)
    {
        for (var at = Math.Max(0, letters.Length - Reach); at < letters.Length; at++)
        {
            var next = letters[at..].IndexOfAnyInRange('0', '9');
            if (next < 0)
                break;
            at += next;
            if (StartOf(letters, at) is >= 0 and var start && IsBeginning(letters, start) && GoesOn(letters, start))
                return start;
        }
        return LettersToCome(letters) is >= 0 and var first && IsBeginning(letters, first) ? first : letters.Length;
    }

    private static bool IsBeginning(ReadOnlySpan<char> letters, int start) => start == 0 || !IsPart(letters[start - 1]);

    /// <summary>Where letters begin that the number's first digit would follow, if it came next; -1: nowhere.</summary>
    protected virtual int LettersToCome(ReadOnlySpan<char> letters) => StartOf(letters, letters.Length);

    /// <summary>Whether a number has such a character in this place. Says only what cannot be.</summary>
    protected virtual bool Fits(int index, char upper) => true;

    /// <summary>Its length, where it begins there and may be written in groups; 0: it is not.</summary>
    protected virtual int LengthAt(ReadOnlySpan<char> letters, int start) => 0;

    private bool GoesOn(ReadOnlySpan<char> letters, int start)
    {
        Span<char> plain = stackalloc char[MostLetters];
        return LengthAt(letters, start) is > 0 and var length && Take(letters, start, plain, length, out var goesOn) == 0 && goesOn;
    }

    /// <summary>Where a number would begin whose first digit stands there; -1: nowhere.</summary>
    protected abstract int StartOf(ReadOnlySpan<char> letters, int digit);

    /// <summary>Where the number ends; 0: there is none.</summary>
    protected abstract int Read(ReadOnlySpan<char> letters, int start, Span<char> plain);

    protected static bool IsPart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    /// <summary>Takes so many letters and digits, single separators between them; 0: there are not so many, or they go on.</summary>
    protected int Take(ReadOnlySpan<char> letters, int start, Span<char> plain, int count) => Take(letters, start, plain, count, out _);

    /// <param name="letters">The text.</param>
    /// <param name="start">Of the number.</param>
    /// <param name="plain">What it takes.</param>
    /// <param name="count">How many.</param>
    /// <param name="goesOn">The text ends before there are as many.</param>
    private int Take(ReadOnlySpan<char> letters, int start, Span<char> plain, int count, out bool goesOn)
    {
        var (taken, at) = (0, start);
        goesOn = false;
        while (at < letters.Length)
        {
            if (char.IsAsciiLetterOrDigit(letters[at]))
            {
                var upper = (char)(letters[at] & (letters[at] >= 'a' ? ~0x20 : ~0));
                if (!Fits(taken, upper))
                    return 0;
                plain[taken++] = upper;
                at++;
                if (taken == count)
                    return at == letters.Length || !IsPart(letters[at]) ? at : 0;
            }
            else if (Between(letters, at) is > 0 and var between)
            {
                at += between;
            }
            else
            {
                goesOn = IsBetween(letters[at..]);
                return 0;
            }
        }
        goesOn = true;
        return 0;
    }

    private static bool IsBetween(ReadOnlySpan<char> rest) => rest.Length <= MostBetween && !rest.ContainsAnyExcept(" -.\n");

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
