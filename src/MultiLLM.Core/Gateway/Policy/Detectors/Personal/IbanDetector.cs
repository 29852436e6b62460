using System.Collections.Frozen;
using MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>Bank accounts: country, its length, and the remainder of 97.</summary>
internal sealed class IbanDetector() : LetterNumberDetector("iban", "IBAN")
{
    private static readonly FrozenDictionary<string, int> s_lengths =
        ("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
            + "KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20")
        .Split(' ').ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2)));

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> s_byCountry = s_lengths.GetAlternateLookup<ReadOnlySpan<char>>();

    public override bool NeedsLetters => true;

    protected override int StartOf(ReadOnlySpan<char> letters, int digit) => digit >= 2 && char.IsAsciiLetter(letters[digit - 1]) ? LettersBefore(letters, digit, 2) : -1;

    protected override int Read(ReadOnlySpan<char> letters, int start, Span<char> plain)
    {
        var length = LengthAt(letters, start);
        if (length == 0)
            return 0;
        var end = Take(letters, start, plain, length);
        if (end == 0)
            return 0;
        Span<char> turned = stackalloc char[length];
        plain[4..length].CopyTo(turned);
        plain[..4].CopyTo(turned[(length - 4)..]);
        return Checksums.Mod97(turned) == 1 ? end : 0;
    }

    protected override int LengthAt(ReadOnlySpan<char> letters, int start)
    {
        Span<char> country = [char.ToUpperInvariant(letters[start]), char.ToUpperInvariant(letters[start + 1])];
        return s_byCountry.TryGetValue(country, out var length) ? length : 0;
    }

    protected override bool Fits(int index, char upper) => index is not (2 or 3) || char.IsAsciiDigit(upper); // check digits
}
