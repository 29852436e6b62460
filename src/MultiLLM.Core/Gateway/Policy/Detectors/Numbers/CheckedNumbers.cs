using static MultiLLM.Core.Gateway.Policy.Detectors.Numbers.Checksums;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

/// <summary>The states whose numbers <see cref="CheckedNumberDetector"/> knows, by what they publish about their check digits.</summary>
internal static class CheckedNumbers
{
    public static IEnumerable<Detector> All() =>
    [
        new CheckedNumberDetector("tr_kimlik", "TR_ID", 11, IsTurkish, needsWord: false, [], "kimlik", "tckn"),
        new CheckedNumberDetector("kr_rrn", "KR_ID", 13, IsKorean, needsWord: true, [6, 7], "주민", "resident registration", "rrn"),
        new CheckedNumberDetector("ro_cnp", "RO_CNP", 13, IsRomanian, needsWord: false, [], "cnp"),
        new CheckedNumberDetector("cz_birth_number", "CZ_ID", 10, IsCzech, needsWord: true, [6, 4], "rodné", "rodne", "rč"),
        new CheckedNumberDetector("pt_nif", "NIF", 9, IsPortuguese, needsWord: true, [], "nif", "contribuinte", "fiscal"),
        new CheckedNumberDetector("be_national", "BE_ID", 11, IsBelgian, needsWord: false, [2, 2, 2, 3, 2], "national", "rijksregister", "registre", "insz", "niss"),
        new CheckedNumberDetector("se_personnummer", "SE_ID", 10, IsSwedish, needsWord: true, [6, 4], "personn", "samordn"),
        new CheckedNumberDetector("se_personnummer_long", "SE_ID", 12, digits => digits[..2] is "19" or "20" && IsSwedish(digits[2..]), needsWord: true, [8, 4], "personn", "samordn"),
        new CheckedNumberDetector("no_fnr", "NO_ID", 11, IsNorwegian, needsWord: false, [6, 5], "fødselsn", "personn", "d-nummer"),
        new CheckedNumberDetector("dk_cpr", "DK_CPR", 10, digits => IsDay(digits[..2]) && IsMonth(digits[2..4]), needsWord: true, [], "cpr", "personnummer"),
        new CheckedNumberDetector("at_svnr", "AT_SVNR", 10, IsAustrian, needsWord: true, [4, 6], "svnr", "sozialversicherung", "sv-n", "versicherungsn"),
        new CheckedNumberDetector("uk_nhs", "NHS", 10, IsNhs, needsWord: true, [], "nhs", "health service"),
        new CheckedNumberDetector("za_id", "ZA_ID", 13, IsSouthAfrican, needsWord: true, [], "id number", "identity", "id no", "rsa id", "south africa"),
        new CheckedNumberDetector("ca_sin", "CA_SIN", 9, digits => digits[0] is not ('0' or '8') && Luhn(digits), needsWord: true, [], "sin ", "sin:", "sin#", "social insurance", "numéro d'assurance", "nas "),
        new CheckedNumberDetector("au_tfn", "AU_TFN", 9, digits => Weighted(digits, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0, needsWord: true, [], "tfn", "tax file"),
        new CheckedNumberDetector("ru_snils", "RU_SNILS", 11, IsSnils, needsWord: true, [3, 3, 3, 2], "снилс", "snils"),
        new CheckedNumberDetector("ru_inn", "RU_INN", 12, IsInn, needsWord: true, [], "инн", "inn"),
        new CheckedNumberDetector("jp_my_number", "JP_ID", 12, IsJapanese, needsWord: true, [], "マイナンバー", "個人番号", "my number"),
    ];

    private static bool IsDay(ReadOnlySpan<char> two) => int.Parse(two) is >= 1 and <= 31;

    private static bool IsMonth(ReadOnlySpan<char> two) => int.Parse(two) is >= 1 and <= 12;

    private static bool IsBorn(ReadOnlySpan<char> yearMonthDay) => IsMonth(yearMonthDay[2..4]) && IsDay(yearMonthDay[4..6]);

    private static int At(ReadOnlySpan<char> digits, int index) => digits[index] - '0';

    private static bool IsTurkish(ReadOnlySpan<char> digits)
    {
        var tenth = Weighted(digits, 7, -1, 7, -1, 7, -1, 7, -1, 7) % 10;
        return digits[0] != '0' && (tenth + 10) % 10 == At(digits, 9) && Weighted(digits, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1) % 10 == At(digits, 10);
    }

    private static bool IsKorean(ReadOnlySpan<char> digits) =>
        IsBorn(digits) && digits[6] is >= '1' and <= '8' && (11 - (Weighted(digits, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5) % 11)) % 10 == At(digits, 12);

    private static bool IsRomanian(ReadOnlySpan<char> digits) =>
        digits[0] is >= '1' and <= '8' && IsBorn(digits[1..]) && Weighted(digits, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11 is var rest && (rest == 10 ? 1 : rest) == At(digits, 12);

    private static bool IsCzech(ReadOnlySpan<char> digits) => int.Parse(digits[2..4]) % 50 % 20 is >= 1 and <= 12 && IsDay(digits[4..6]) && long.Parse(digits) % 11 == 0;

    private static bool IsPortuguese(ReadOnlySpan<char> digits) =>
        digits[0] is '1' or '2' or '3' or '5' or '6' or '8' or '9' && Weighted(digits, 9, 8, 7, 6, 5, 4, 3, 2) % 11 is var rest && (rest < 2 ? 0 : 11 - rest) == At(digits, 8);

    private static bool IsBelgian(ReadOnlySpan<char> digits)
    {
        var (number, check) = (long.Parse(digits[..9]), long.Parse(digits[9..]));
        return IsBorn(digits) && (97 - (number % 97) == check || 97 - ((2_000_000_000 + number) % 97) == check); // the latter: born in 2000 or later
    }

    private static bool IsSwedish(ReadOnlySpan<char> digits) => IsMonth(digits[2..4]) && int.Parse(digits[4..6]) is (>= 1 and <= 31) or (>= 61 and <= 91) && Luhn(digits);

    private static bool IsNorwegian(ReadOnlySpan<char> digits) =>
        int.Parse(digits[..2]) % 40 is >= 1 and <= 31 && IsMonth(digits[2..4])
        && (Weighted(digits, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11) == 0 && (Weighted(digits, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11) == 0;

    private static bool IsAustrian(ReadOnlySpan<char> digits) =>
        IsDay(digits[4..6]) && int.Parse(digits[6..8]) is >= 1 and <= 15 && Weighted(digits, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11 == At(digits, 3);

    private static bool IsNhs(ReadOnlySpan<char> digits) => Weighted(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;

    private static bool IsSouthAfrican(ReadOnlySpan<char> digits) => IsBorn(digits) && digits[10] is '0' or '1' && Luhn(digits);

    private static bool IsSnils(ReadOnlySpan<char> digits) => Weighted(digits, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 101 % 100 == int.Parse(digits[9..]);

    private static bool IsInn(ReadOnlySpan<char> digits) =>
        Weighted(digits, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10 == At(digits, 10) && Weighted(digits, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10 == At(digits, 11);

    private static bool IsJapanese(ReadOnlySpan<char> digits) => Weighted(digits, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11 is var rest && (rest <= 1 ? 0 : 11 - rest) == At(digits, 11);
}
