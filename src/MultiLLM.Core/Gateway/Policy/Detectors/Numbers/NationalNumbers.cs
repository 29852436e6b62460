using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

/// <summary>Social security numbers of the United States: no check digit, but ranges that are never given out.</summary>
internal sealed class UsSsnDetector() : NumberDetector("us_ssn", "SSN", 9, 9)
{
    private static readonly SearchValues<string> s_words = SearchValues.Create(["ssn", "social security", "soc sec", "seguro social"], StringComparison.OrdinalIgnoreCase);

    public override bool Accepts(in NumberCandidate number)
    {
        var digits = number.Digits;
        var isWritten = number.IsGrouped(3, 2, 4) && number.IsEven && number.Separator is '-' or ' ';
        return digits[..3] is not ("000" or "666") && digits[0] != '9' && digits[3..5] is not "00" && digits[5..] is not "0000"
            && ((isWritten && number.Separator == '-') || ((isWritten || number.IsSolid) && number.Follows(s_words)));
    }
}

/// <summary>Steuerliche Identifikationsnummer of Germany. One in 250 numbers of eleven digits looks like one, so without a word that says so it is flagged at most.</summary>
internal sealed class GermanTaxIdDetector() : NumberDetector("de_tax_id", "TAX_ID", 11, 11)
{
    private static readonly SearchValues<string> s_words = SearchValues.Create(["steuer", "identifikationsn", "idnr", "id-nr", "tax", "finanzamt", "elster"], StringComparison.OrdinalIgnoreCase);

    public override bool IsWeak(in NumberCandidate number) => !number.Follows(s_words);

    public override bool Accepts(in NumberCandidate number)
    {
        var digits = number.Digits;
        if (digits[0] == '0' || !(number.IsSolid || (number.IsGrouped(2, 3, 3, 3) && number.IsEven)) || !Checksums.Mod1110(digits))
            return false;
        Span<int> counts = stackalloc int[10];
        foreach (var digit in digits[..10])
            counts[digit - '0']++;
        return counts.IndexOfAnyInRange(2, 3) is var first and >= 0 && counts[(first + 1)..].IndexOfAnyInRange(2, 10) < 0; // one digit comes twice or three times
    }
}

/// <summary>NIR, "numéro de sécurité sociale": sex, year, month, place, order, and what is missing to a multiple of 97.</summary>
internal sealed class FrenchInseeDetector() : NumberDetector("fr_insee", "INSEE", 15, 15)
{
    public override bool Accepts(in NumberCandidate number)
    {
        var digits = number.Digits;
        if (digits[0] is not ('1' or '2' or '3' or '4' or '7' or '8') || int.Parse(digits[3..5]) is not ((>= 1 and <= 12) or (>= 20 and <= 42) or (>= 50)))
            return false;
        return 97 - (int)(long.Parse(digits[..13]) % 97) == int.Parse(digits[13..]);
    }
}

internal sealed class DutchBsnDetector() : NumberDetector("nl_bsn", "BSN", 9, 9)
{
    private static readonly SearchValues<string> s_words = SearchValues.Create(["bsn", "burgerservice", "sofi", "citizen service"], StringComparison.OrdinalIgnoreCase);

    public override bool Accepts(in NumberCandidate number) =>
        Checksums.Weighted(number.Digits, 9, 8, 7, 6, 5, 4, 3, 2, -1) is var sum and not 0 && sum % 11 == 0 && !Checksums.AreAllEqual(number.Digits)
        && (number.Follows(s_words) || (number.IsGrouped(4, 2, 3) && number.IsEven && number.Separator == '.'));
}

internal sealed class SwissAhvDetector() : NumberDetector("ch_ahv", "AHV", 13, 13)
{
    public override bool Accepts(in NumberCandidate number) =>
        number.Digits.StartsWith("756") && (Checksums.Weighted(number.Digits, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10) == 0;
}

internal sealed class PolishPeselDetector() : NumberDetector("pl_pesel", "PESEL", 11, 11)
{
    public override bool Accepts(in NumberCandidate number)
    {
        var digits = number.Digits;
        var (month, day) = (int.Parse(digits[2..4]) % 20, int.Parse(digits[4..6]));
        return number.IsSolid && month is >= 1 and <= 12 && day is >= 1 and <= 31 && !Checksums.AreAllEqual(digits)
            && Checksums.Weighted(digits, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
    }
}

internal sealed class BrazilianCpfDetector() : NumberDetector("br_cpf", "CPF", 11, 11)
{
    public override bool Accepts(in NumberCandidate number)
    {
        var digits = number.Digits;
        return (number.IsSolid || number.IsGrouped(3, 3, 3, 2)) && !Checksums.AreAllEqual(digits)
            && Check(Checksums.Weighted(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digits[9] - '0'
            && Check(Checksums.Weighted(digits, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digits[10] - '0';
    }

    private static int Check(int sum) => sum % 11 < 2 ? 0 : 11 - (sum % 11);
}

internal sealed class IndianAadhaarDetector() : NumberDetector("in_aadhaar", "AADHAAR", 12, 12)
{
    private static readonly SearchValues<string> s_words = SearchValues.Create(["aadhaar", "aadhar", "adhar", "uidai", "आधार"], StringComparison.OrdinalIgnoreCase);

    public override bool Accepts(in NumberCandidate number) =>
        number.Digits[0] >= '2' && Checksums.Verhoeff(number.Digits) && !Checksums.AreAllEqual(number.Digits)
        && ((number.IsGrouped(4, 4, 4) && number.IsEven && !number.IsPiece && number.Separator is ' ' or '-') || number.Follows(s_words));
}

/// <summary>Cards: the issuer's range, its length, Luhn's check digit, and groups as they are printed.</summary>
internal sealed class PaymentCardDetector() : NumberDetector("payment_card", "CARD", 13, 19)
{
    public override bool Accepts(in NumberCandidate number) =>
        (number.IsSolid || (number.IsEven && number.Separator is ' ' or '-' or '.' && IsPrinted(number.Groups)))
        && IsIssued(number.Digits) && Checksums.Luhn(number.Digits);

    private static bool IsPrinted(ReadOnlySpan<byte> groups) =>
        groups.SequenceEqual((ReadOnlySpan<byte>)[4, 6, 5]) || groups.SequenceEqual((ReadOnlySpan<byte>)[4, 6, 4]) || groups.SequenceEqual((ReadOnlySpan<byte>)[6, 13])
        || (groups.Length is 4 or 5 && groups[..^1].IndexOfAnyExcept((byte)4) < 0 && groups[^1] <= 4);

    private static bool IsIssued(ReadOnlySpan<char> digits)
    {
        var (two, four, length) = (int.Parse(digits[..2]), int.Parse(digits[..4]), digits.Length);
        return (digits[0] == '4' && length is 13 or 16 or 19)
            || (length == 16 && two is (>= 51 and <= 55) or 65 or 60 or 81 || (length == 16 && four is (>= 2221 and <= 2720) or (>= 2200 and <= 2204)))
            || (length == 15 && two is 34 or 37)
            || (length is 14 or 16 && two is 36 or 38 or 30)
            || (length is >= 16 and <= 19 && two is 62 or (>= 64 and <= 65) or 35)
            || (length is 16 or 18 or 19 && two is 50 or (>= 56 and <= 58) or 63 or 67);
    }
}
