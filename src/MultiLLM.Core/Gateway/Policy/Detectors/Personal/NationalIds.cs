namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>National insurance numbers of the United Kingdom: no check digit, but letters that are never given out.</summary>
internal sealed class UkNinoDetector() : LetterNumberDetector("uk_nino", "NINO")
{
    private const int Length = 9;
    private const string NeverFirst = "DFIQUV";
    private const string NeverSecond = "DFIQUVO";

    public override bool NeedsLetters => true;

    protected override int StartOf(ReadOnlySpan<char> letters, int digit) => LettersBefore(letters, digit, 2);

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        var end = Take(letters, start, plain, Length);
        return end == 0 || plain[..2] is "BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ" ? 0 : end;
    }

    protected override int LengthAt(ReadOnlySpan<char> letters, int start) => Length;

    protected override bool Fits(int index, char upper) => index switch
    {
        0 => char.IsAsciiLetter(upper) && !NeverFirst.Contains(upper),
        1 => char.IsAsciiLetter(upper) && !NeverSecond.Contains(upper),
        8 => upper is >= 'A' and <= 'D',
        _ => char.IsAsciiDigit(upper),
    };
}

/// <summary>DNI and NIE of Spain: the letter is the remainder of 23.</summary>
internal sealed class SpanishIdDetector() : LetterNumberDetector("es_dni", "DNI")
{
    private const int Length = 9;
    private const string Letters = "TRWAGMYFPDXBNJZSQVHLCKE";

    protected override int StartOf(ReadOnlySpan<char> letters, int digit) =>
        LettersBefore(letters, digit, 1) is >= 0 and var start && char.ToUpperInvariant(letters[start]) is 'X' or 'Y' or 'Z' && (start == 0 || !IsPart(letters[start - 1])) ? start : digit;

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        if (IsOtherwiseGrouped(letters[start..]))
            return 0;
        var end = Take(letters, start, plain, Length);
        if (end == 0)
            return 0;
        if (plain[0] is 'X' or 'Y' or 'Z')
            plain[0] = (char)('0' + plain[0] - 'X');
        return Letters[int.Parse(plain[..8]) % 23] == plain[8] ? end : 0;
    }

    /// <summary>Digits in groups, but not of two, three and three: a row of short numbers, of which a long text would be read over and over.</summary>
    private static bool IsOtherwiseGrouped(ReadOnlySpan<char> number) => number.Length > 5 && char.IsAsciiDigit(number[0])
        && (!char.IsAsciiLetterOrDigit(number[1]) || (!char.IsAsciiLetterOrDigit(number[2]) && char.IsAsciiDigit(number[3]) && !char.IsAsciiDigit(number[5])));

    protected override int LengthAt(ReadOnlySpan<char> letters, int start) => Length;

    protected override bool Fits(int index, char upper) => index switch
    {
        0 => char.IsAsciiDigit(upper) || upper is 'X' or 'Y' or 'Z',
        8 => char.IsAsciiLetter(upper),
        _ => char.IsAsciiDigit(upper),
    };
}

/// <summary>Codice fiscale of Italy: name, birth and place in sixteen characters, of which the last one checks the others.</summary>
internal sealed class ItalianTaxCodeDetector() : LetterNumberDetector("it_codice_fiscale", "CODICE_FISCALE")
{
    private const string Shape = "LLLLLLDDLDDLDDDL";
    private static ReadOnlySpan<byte> OddValues => [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    public override bool NeedsLetters => true;

    protected override int StartOf(ReadOnlySpan<char> letters, int digit)
    {
        var surname = LettersBefore(letters, digit, 6);
        return surname >= 0 || digit < 8 || LettersBefore(letters, digit, 3) is not (>= 0 and var name) ? surname : LettersBefore(letters, name, 3);
    }

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        var end = Take(letters, start, plain, Shape.Length);
        if (end == 0)
            return 0;
        var sum = 0;
        for (var i = 0; i < Shape.Length; i++)
        {
            var value = char.IsAsciiDigit(plain[i]) ? plain[i] - '0' : plain[i] - 'A';
            sum += i == 15 ? 0 : i % 2 == 0 ? OddValues[value] : value;
        }
        return sum % 26 == plain[15] - 'A' ? end : 0;
    }

    protected override int LengthAt(ReadOnlySpan<char> letters, int start) => Shape.Length;

    // Where two people would have the same code, digits are written as the letters L to V.
    protected override bool Fits(int index, char upper) => Shape[index] == 'L' ? char.IsAsciiLetter(upper) : char.IsAsciiDigit(upper) || "LMNPQRSTUV".Contains(upper);

    /// <summary>The surname's letters alone, or with some of the name's.</summary>
    protected override int LettersToCome(ReadOnlySpan<char> letters)
    {
        var both = StartOf(letters, letters.Length);
        var name = letters.Length;
        while (name > 0 && char.IsAsciiLetter(letters[name - 1]))
            name--;
        return both >= 0 || letters.Length - name >= 3 ? both : LettersBefore(letters, name, 3);
    }
}
