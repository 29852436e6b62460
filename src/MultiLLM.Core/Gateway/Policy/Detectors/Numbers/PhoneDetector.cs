using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

/// <summary>Telephone numbers: international ones by their sign, national ones by how they are written.</summary>
internal sealed class PhoneDetector() : NumberDetector("phone", "PHONE", 8, 15)
{
    private static readonly SearchValues<string> s_words = SearchValues.Create(
        ["phone", "tel", "call", "mobile", "mobil", "handy", "cell", "fax", "whatsapp", "reach me", "text me", "sms", "móvil", "movil", "celular", "appel", "anruf", "numéro", "電話", "电话", "手机", "номер", "dzwo", "bel "],
        StringComparison.OrdinalIgnoreCase);

    public override bool Accepts(in NumberCandidate number)
    {
        var digits = number.Digits;
        if (number.Before == '+')
            return digits[0] != '0' && !Checksums.AreAllEqual(digits) && IsPlausible(number);
        if (number.IsContinued || (number.Before == '-' && number.Start > 1 && char.IsAsciiLetter(number.Text[number.Start - 2])))
            return false; // the end of a longer number, or of a part's
        if (digits.StartsWith("00") && digits.Length >= 11 && digits[2] != '0')
            return number.Groups.Length > 1 || number.Follows(s_words);
        return IsNorthAmerican(number) || IsTrunk(number) || (digits.Length is >= 9 and <= 11 && number.IsSolid && number.Before != '-' && number.Follows(s_words) && digits[0] != '0');
    }

    public override int StartOf(in NumberCandidate number) => number.Before is '+' or '(' ? number.Start - 1 : number.Start;

    private static bool IsPlausible(in NumberCandidate number) => number.Groups.IndexOfAnyExceptInRange((byte)1, (byte)13) < 0 && number.Text[number.Start..number.End].IndexOf('/') is < 0 or > 1;

    private static bool IsNorthAmerican(in NumberCandidate number)
    {
        var digits = number.Digits;
        if (digits.Length == 11 && digits[0] == '1')
            return number.IsGrouped(1, 3, 3, 4) && digits[1] >= '2' && digits[4] >= '2';
        return digits.Length == 10 && digits[0] >= '2' && digits[3] >= '2' && number.IsGrouped(3, 3, 4) && (number.IsEven || number.Before == '(');
    }

    /// <summary>With the leading zero of most other countries.</summary>
    private static bool IsTrunk(in NumberCandidate number)
    {
        var digits = number.Digits;
        if (digits[0] != '0' || digits[1] == '0' || digits.Length is < 9 or > 12 || (number.IsPiece && number.Groups[0] != 2))
            return false;
        if (number.IsSolid)
            return number.Follows(s_words);
        if (number.IsGrouped(2, 2, 2, 2, 2))
            return true;
        return number.Separator != '.' && number.Groups[0] is >= 3 and <= 6 && number.Groups[1..].IndexOfAnyInRange((byte)3, (byte)9) >= 0;
    }
}
