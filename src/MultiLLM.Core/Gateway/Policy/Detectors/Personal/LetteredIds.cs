namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>Resident identity numbers of China: place, birth, order, and a check that may be X.</summary>
internal sealed class ChineseIdDetector() : LetterNumberDetector("cn_id", "CN_ID")
{
    private const string Checks = "10X98765432";
    private const int Length = 18;
    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    public override int LeastDigits => Length - 1;

    protected override int StartOf(ReadOnlySpan<char> letters, int digit) => digit;

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        var end = start + Length;
        if (letters.Length < end || (letters.Length > end && IsPart(letters[end])) || letters[start..(end - 1)].ContainsAnyExceptInRange('0', '9'))
            return 0; // written without separators
        letters.Slice(start, Length).CopyTo(plain);
        plain[Length - 1] = char.ToUpperInvariant(plain[Length - 1]);
        if (plain[6..8] is not ("19" or "20")
            || int.Parse(plain[10..12]) is < 1 or > 12 || int.Parse(plain[12..14]) is < 1 or > 31)
            return 0;
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += (plain[i] - '0') * Weights[i];
        return Checks[sum % 11] == plain[17] ? end : 0;
    }
}

/// <summary>Henkilötunnus of Finland: birth, the century's sign, order, and a check of 31.</summary>
internal sealed class FinnishIdDetector() : LetterNumberDetector("fi_hetu", "FI_ID")
{
    private const string Checks = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private const int Length = 11;

    public override int LeastDigits => 6;

    protected override int StartOf(ReadOnlySpan<char> letters, int digit) => digit;

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        if (letters.Length < start + Length || letters[start + 6] is not ('-' or '+' or (>= 'A' and <= 'F') or (>= 'U' and <= 'Y')))
            return 0;
        letters.Slice(start, Length).CopyTo(plain);
        if (plain[..6].ContainsAnyExceptInRange('0', '9') || plain[7..10].ContainsAnyExceptInRange('0', '9') || int.Parse(plain[..2]) is < 1 or > 31 || int.Parse(plain[2..4]) is < 1 or > 12)
            return 0;
        var end = start + Length;
        return Checks[((int.Parse(plain[..6]) * 1000) + int.Parse(plain[7..10])) % 31] == plain[10] && (end == letters.Length || !IsPart(letters[end])) ? end : 0;
    }
}

/// <summary>NRIC and FIN of Singapore: a letter, seven digits, and a letter that checks them.</summary>
internal sealed class SingaporeIdDetector() : LetterNumberDetector("sg_nric", "SG_ID")
{
    private static ReadOnlySpan<byte> Weights => [2, 7, 6, 5, 4, 3, 2];

    public override bool NeedsLetters => true;

    protected override int StartOf(ReadOnlySpan<char> letters, int digit) => digit > 0 && letters[digit - 1] is 'S' or 'T' or 'F' or 'G' ? digit - 1 : -1;

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        var end = start + 9;
        if (letters.Length < end || (letters.Length > end && IsPart(letters[end])) || letters[(start + 1)..(end - 1)].ContainsAnyExceptInRange('0', '9'))
            return 0;
        var sum = letters[start] is 'T' or 'G' ? 4 : 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += (letters[start + 1 + i] - '0') * Weights[i];
        return (letters[start] is 'S' or 'T' ? "JZIHGFEDCBA" : "XWUTRQPNMLK")[sum % 11] == letters[end - 1] ? end : 0;
    }
}
