using System.Globalization;
using System.Numerics;

namespace PolicyCases.Values;

/// <summary>Cards and IBANs whose checksums are right (or, for near misses, wrong), and numbers that only look like something.</summary>
internal static class NumberValues
{
    private static readonly Dictionary<string, (string Prefix, int Length)> Cards = new()
    {
        ["visa"] = ("4", 16), ["mastercard"] = ("54", 16), ["mastercard2"] = ("2271", 16), ["amex"] = ("37", 15), ["discover"] = ("6011", 16),
        ["diners"] = ("36", 14), ["jcb"] = ("3530", 16), ["unionpay"] = ("6221", 16), ["maestro"] = ("6759", 16), ["visa13"] = ("4", 13),
    };

    // The national part of each: digits 0, letters A.
    private static readonly Dictionary<string, string> Ibans = new()
    {
        ["DE"] = "000000000000000000", ["FR"] = "00000000000000000000000", ["GB"] = "AAAA00000000000000", ["ES"] = "00000000000000000000", ["IT"] = "A0000000000000000000000",
        ["NL"] = "AAAA0000000000", ["PL"] = "000000000000000000000000", ["CH"] = "00000000000000000", ["AT"] = "0000000000000000", ["BE"] = "000000000000",
        ["PT"] = "000000000000000000000", ["SE"] = "00000000000000000000", ["NO"] = "00000000000", ["IE"] = "AAAA00000000000000", ["CZ"] = "00000000000000000000",
        ["FI"] = "00000000000000", ["DK"] = "00000000000000", ["TR"] = "0000000000000000000000", ["SA"] = "00000000000000000000", ["LU"] = "0000000000000000",
        ["RO"] = "AAAA0000000000000000", ["HU"] = "000000000000000000000000", ["GR"] = "00000000000000000000000", ["AE"] = "0000000000000000000",
    };

    public static string? Make(string kind, string argument, Random random)
    {
        var parts = argument.Split(',');
        var separator = parts.ElementAtOrDefault(1) switch { "dash" => "-", "dot" => ".", "none" => "", "nbsp" => "\u00A0", "thin" => "\u2009", "slash" => "/", "two" => "  ", _ => " " };
        return kind switch
        {
            "card" => Grouped(Card(parts[0], random, right: true), separator),
            "badcard" => Grouped(Card(parts[0], random, right: false), separator),
            "iban" => string.Join(separator, Iban(parts[0], random, right: true).Chunk(4).Select(four => new string(four))),
            "badiban" => string.Join(separator, Iban(parts[0], random, right: false).Chunk(4).Select(four => new string(four))),
            "digits" => SecretValues.Of("0123456789", int.Parse(argument, CultureInfo.InvariantCulture), random),
            "uuid" => new Guid(Bytes(16, random)).ToString(),
            "hexrun" => Convert.ToHexStringLower(Bytes(int.Parse(argument, CultureInfo.InvariantCulture) / 2, random)),
            _ => null,
        };
    }

    public static byte[] Bytes(int count, Random random)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>The check digit that makes <paramref name="digits"/> followed by it pass Luhn.</summary>
    public static int Luhn(string digits)
    {
        var sum = 0;
        for (var at = 0; at < digits.Length; at++)
        {
            var digit = digits[^(at + 1)] - '0';
            sum += at % 2 == 0 ? (digit * 2 / 10) + (digit * 2 % 10) : digit;
        }

        return (10 - (sum % 10)) % 10;
    }

    private static string Card(string brand, Random random, bool right)
    {
        var (prefix, length) = Cards[brand];
        var digits = prefix + SecretValues.Of("0123456789", length - prefix.Length - 1, random);
        return digits + ((Luhn(digits) + (right ? 0 : random.Next(1, 10))) % 10);
    }

    private static string Grouped(string card, string separator) => card.Length switch
    {
        15 => string.Join(separator, card[..4], card[4..10], card[10..]),
        14 => string.Join(separator, card[..4], card[4..10], card[10..]),
        _ => string.Join(separator, card.Chunk(4).Select(four => new string(four))),
    };

    private static string Iban(string country, Random random, bool right)
    {
        var body = string.Concat(Ibans[country].Select(one => one is 'A' ? (char)('A' + random.Next(26)) : (char)('0' + random.Next(10))));
        var number = BigInteger.Parse(string.Concat((body + country + "00").Select(one => char.IsDigit(one) ? one.ToString() : (one - 'A' + 10).ToString(CultureInfo.InvariantCulture))), CultureInfo.InvariantCulture);
        var check = 98 - (int)(number % 97);
        return $"{country}{(right ? check : check % 90 + 3):D2}{body}";
    }
}
