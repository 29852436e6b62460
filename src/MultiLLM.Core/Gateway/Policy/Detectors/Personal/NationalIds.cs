namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>National insurance numbers of the United Kingdom: no check digit, but letters that are never given out.</summary>
internal sealed class UkNinoDetector() : LetterNumberDetector("uk_nino", "NINO")
{
    private const string NeverFirst = "DFIQUV";
    private const string NeverSecond = "DFIQUVO";

    protected override int StartOf(ReadOnlySpan<char> letters, int digit) => LettersBefore(letters, digit, 2);

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        var end = Take(letters, start, plain, 9);
        if (end == 0 || NeverFirst.Contains(plain[0]) || NeverSecond.Contains(plain[1]) || plain[8] is < 'A' or > 'D' || plain[2..8].ContainsAnyExceptInRange('0', '9'))
            return 0;
        return plain[..2] is "BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ" ? 0 : end;
    }
}

/// <summary>DNI and NIE of Spain: the letter is the remainder of 23.</summary>
internal sealed class SpanishIdDetector() : LetterNumberDetector("es_dni", "DNI")
{
    private const string Letters = "TRWAGMYFPDXBNJZSQVHLCKE";

    protected override int StartOf(ReadOnlySpan<char> letters, int digit) =>
        LettersBefore(letters, digit, 1) is >= 0 and var start && char.ToUpperInvariant(letters[start]) is 'X' or 'Y' or 'Z' && (start == 0 || !IsPart(letters[start - 1])) ? start : digit;

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        var end = Take(letters, start, plain, 9);
        if (end == 0 || plain[1..8].ContainsAnyExceptInRange('0', '9') || !char.IsAsciiLetter(plain[8]))
            return 0;
        if (plain[0] is 'X' or 'Y' or 'Z')
            plain[0] = (char)('0' + plain[0] - 'X');
        return char.IsAsciiDigit(plain[0]) && Letters[int.Parse(plain[..8]) % 23] == plain[8] ? end : 0;
    }
}

/// <summary>Codice fiscale of Italy: name, birth and place in sixteen characters, of which the last one checks the others.</summary>
internal sealed class ItalianTaxCodeDetector() : LetterNumberDetector("it_codice_fiscale", "CODICE_FISCALE")
{
    private const string Shape = "LLLLLLDDLDDLDDDL";
    private static ReadOnlySpan<byte> OddValues => [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    protected override int StartOf(ReadOnlySpan<char> letters, int digit)
    {
        var surname = LettersBefore(letters, digit, 6);
        return surname >= 0 || digit < 8 || LettersBefore(letters, digit, 3) is not (>= 0 and var name) ? surname : LettersBefore(letters, name, 3);
    }

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        var end = Take(letters, start, plain, 16);
        if (end == 0)
            return 0;
        var sum = 0;
        for (var i = 0; i < 16; i++)
        {
            // Where two people would have the same code, digits are written as the letters L to V.
            if (Shape[i] == 'L' ? !char.IsAsciiLetter(plain[i]) : !char.IsAsciiDigit(plain[i]) && !"LMNPQRSTUV".Contains(plain[i]))
                return 0;
            var value = char.IsAsciiDigit(plain[i]) ? plain[i] - '0' : plain[i] - 'A';
            sum += i == 15 ? 0 : i % 2 == 0 ? OddValues[value] : value;
        }
        return sum % 26 == plain[15] - 'A' ? end : 0;
    }
}
