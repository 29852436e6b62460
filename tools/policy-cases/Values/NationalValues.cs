using System.Globalization;

namespace PolicyCases.Values;

/// <summary>National numbers with their check digits as the issuing states compute them; <c>{{badnid|XX}}</c> has a wrong one.</summary>
internal static class NationalValues
{
    private const string Digits = "0123456789";
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    private static readonly int[,] VerhoeffProduct =
    {
        { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 2, 3, 4, 0, 6, 7, 8, 9, 5 }, { 2, 3, 4, 0, 1, 7, 8, 9, 5, 6 }, { 3, 4, 0, 1, 2, 8, 9, 5, 6, 7 }, { 4, 0, 1, 2, 3, 9, 5, 6, 7, 8 },
        { 5, 9, 8, 7, 6, 0, 4, 3, 2, 1 }, { 6, 5, 9, 8, 7, 1, 0, 4, 3, 2 }, { 7, 6, 5, 9, 8, 2, 1, 0, 4, 3 }, { 8, 7, 6, 5, 9, 3, 2, 1, 0, 4 }, { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
    };

    private static readonly int[] VerhoeffTurn = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

    public static string? Make(string kind, string argument, Random random)
    {
        if (kind is not ("nid" or "badnid"))
        {
            return null;
        }

        // A wrong number differs from a right one in its last checked character only, so nothing but the checksum tells them apart.
        var right = One(argument, random);
        return kind is "nid" ? right : Wrong(right);
    }

    private static string Wrong(string right)
    {
        var at = right.Length - 1;
        var wrong = char.IsDigit(right[at]) ? (char)('0' + ((right[at] - '0' + 4) % 10)) : (char)('A' + ((right[at] - 'A' + 4) % 26));
        return right[..at] + wrong;
    }

    private static string One(string country, Random random)
    {
        while (true)
        {
            if (Try(country, random) is { } made)
            {
                return made;
            }
        }
    }

    // Null where the drawn digits have no check digit: another draw follows.
    private static string? Try(string country, Random random) => country switch
    {
        "US" => $"{random.Next(100, 665)}-{random.Next(10, 99)}-{random.Next(1000, 9999)}",
        "DE" => German(random),
        "FR" => French(random),
        "ES" => random.Next(10000000, 99999999) is var dni ? $"{dni}{SpanishLetters[dni % 23]}" : null,
        "ES-NIE" => random.Next(1000000, 9999999) is var nie ? $"X{nie:D7}{SpanishLetters[nie % 23]}" : null,
        "IT" => Italian(random),
        "PT" => Weighted("2" + Some(7, random), [9, 8, 7, 6, 5, 4, 3, 2], sum => sum % 11 < 2 ? 0 : 11 - (sum % 11)),
        "NL" => Weighted("1" + Some(7, random), [9, 8, 7, 6, 5, 4, 3, 2], sum => sum % 11),
        "PL" => Weighted(Born(random, "yyMMdd") + Some(4, random), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3], sum => (10 - (sum % 10)) % 10),
        "BE" => Born(random, "yyMMdd") + Of(random.Next(1, 998), 3) is var be ? be + Of(97 - (int)(long.Parse(be, CultureInfo.InvariantCulture) % 97), 2) : null,
        "CH" => "756" + Some(9, random) is var ahv ? Dotted(ahv + ((10 - (ahv.Select((one, at) => (one - '0') * (at % 2 == 0 ? 1 : 3)).Sum() % 10)) % 10)) : null,
        "AT" => Austrian(random),
        "SE" => Born(random, "yyMMdd") + Some(3, random) is var se ? $"{se[..6]}-{se[6..]}{NumberValues.Luhn(se)}" : null,
        "NO" => Norwegian(random),
        "FI" => (Born(random, "ddMMyy"), Of(random.Next(2, 899), 3)) is var (day, run) ? $"{day}-{run}{"0123456789ABCDEFHJKLMNPRSTUVWXY"[(int)(long.Parse(day + run, CultureInfo.InvariantCulture) % 31)]}" : null,
        "UK-NHS" => Weighted("4" + Some(8, random), [10, 9, 8, 7, 6, 5, 4, 3, 2], sum => (11 - (sum % 11)) % 11),
        "UK-NINO" => $"AB {Some(2, random)} {Some(2, random)} {Some(2, random)} C",
        "IN" => Verhoeff("3" + Some(10, random)),
        "BR" => Brazilian(random),
        "CN" => Chinese(random),
        "CA" => "5" + Some(7, random) is var sin ? Threes(sin + NumberValues.Luhn(sin), " ") : null,
        "AU" => Australian(random),
        "ZA" => Born(random, "yyMMdd") + Some(4, random) + "08" is var za ? za + NumberValues.Luhn(za) : null,
        "TR" => Turkish(random),
        "KR" => Weighted(Born(random, "yyMMdd") + "1" + Some(5, random), [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], sum => (11 - (sum % 11)) % 10) is { } kr ? $"{kr[..6]}-{kr[6..]}" : null,
        "RO" => Weighted("1" + Born(random, "yyMMdd") + "12" + Some(3, random), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], sum => sum % 11 == 10 ? 1 : sum % 11),
        "CZ" => Czech(random),
        "DK" => $"{Born(random, "ddMMyy")}-{Some(4, random)}",
        _ => throw new InvalidDataException($"No national number of \"{country}\" is known."),
    };

    private static string Some(int count, Random random) => SecretValues.Of(Digits, count, random);

    private static string Of(int number, int width) => number.ToString($"D{width}", CultureInfo.InvariantCulture);

    private static string Born(Random random, string format) => new DateOnly(1950, 1, 1).AddDays(random.Next(18000)).ToString(format, CultureInfo.InvariantCulture);

    private static string Dotted(string ahv) => $"{ahv[..3]}.{ahv[3..7]}.{ahv[7..11]}.{ahv[11..]}";

    private static string Threes(string digits, string separator) => string.Join(separator, digits.Chunk(3).Select(three => new string(three)));

    private static int Sum(string digits, params int[] weights) => weights.Select((weight, at) => weight * (digits[at] - '0')).Sum();

    private static string? Weighted(string digits, int[] weights, Func<int, int> check) => check(Sum(digits, weights)) is var last and < 10 ? digits + last : null;

    private static string? German(Random random)
    {
        // Ten digits of which one occurs twice, not beside itself, then ISO 7064 MOD 11,10.
        var order = Digits.OrderBy(_ => random.Next()).ToArray();
        order[7] = order[2];
        if (order[0] == '0')
        {
            return null;
        }

        var product = 10;
        foreach (var digit in order)
        {
            var sum = (digit - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return new string(order) + ((11 - product) % 10);
    }

    private static string French(Random random)
    {
        var body = $"{random.Next(1, 3)}{Of(random.Next(50, 99), 2)}{Of(random.Next(1, 13), 2)}{Of(random.Next(21, 90), 2)}{Of(random.Next(1, 500), 3)}{Of(random.Next(1, 900), 3)}";
        return body + Of(97 - (int)(long.Parse(body, CultureInfo.InvariantCulture) % 97), 2);
    }

    private static string Italian(Random random)
    {
        int[] odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        string[] names = ["RSSMRA", "BNCLGU", "VRDGPP", "FRRNNA", "CLMPLA"];
        var body = $"{names[random.Next(names.Length)]}{Of(random.Next(50, 99), 2)}{"ABCDEHLMPRST"[random.Next(12)]}{Of(random.Next(1, 29), 2)}{"FHLGA"[random.Next(5)]}{Of(random.Next(200, 900), 3)}";
        var sum = body.Select((one, at) => char.IsDigit(one) ? one - '0' : one - 'A').Select((value, at) => at % 2 == 0 ? odd[value] : value).Sum();
        return body + (char)('A' + (sum % 26));
    }

    private static string? Austrian(Random random)
    {
        var (run, day) = (Of(random.Next(100, 999), 3), Born(random, "ddMMyy"));
        var check = Sum(run + day, 3, 7, 9, 5, 8, 4, 2, 1, 6) % 11;
        return check == 10 ? null : $"{run}{check} {day}";
    }

    private static string? Norwegian(Random random)
    {
        var body = Born(random, "ddMMyy") + Of(random.Next(0, 499), 3);
        var first = (11 - (Sum(body, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11)) % 11;
        if (first == 10)
        {
            return null;
        }

        var second = (11 - (Sum(body + first, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11)) % 11;
        return second == 10 ? null : $"{body}{first}{second}";
    }

    private static string Verhoeff(string digits)
    {
        for (var last = 0; ; last++)
        {
            var (check, number) = (0, digits + last);
            for (var at = 0; at < number.Length; at++)
            {
                var digit = number[^(at + 1)] - '0';
                for (var turn = 0; turn < at % 8; turn++)
                {
                    digit = VerhoeffTurn[digit];
                }

                check = VerhoeffProduct[check, digit];
            }

            if (check == 0)
            {
                return string.Join(' ', number.Chunk(4).Select(four => new string(four)));
            }
        }
    }

    private static string Brazilian(Random random)
    {
        var body = Some(9, random);
        for (var round = 0; round < 2; round++)
        {
            var rest = body.Select((one, at) => (one - '0') * (body.Length + 1 - at)).Sum() * 10 % 11;
            body += rest % 10;
        }

        return $"{body[..3]}.{body[3..6]}.{body[6..9]}-{body[9..]}";
    }

    private static string Chinese(Random random)
    {
        var body = "110105" + Born(random, "yyyyMMdd") + Some(3, random);
        return body + "10X98765432"[Sum(body, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11];
    }

    private static string? Australian(Random random)
    {
        var body = "8" + Some(7, random);
        for (var last = 0; last < 10; last++)
        {
            if (Sum(body + last, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0)
            {
                return Threes(body + last, " ");
            }
        }

        return null;
    }

    private static string Turkish(Random random)
    {
        var body = "3" + Some(8, random);
        var tenth = (((Sum(body, 7, 0, 7, 0, 7, 0, 7, 0, 7) - Sum(body, 0, 1, 0, 1, 0, 1, 0, 1)) % 10) + 10) % 10;
        return body + tenth + ((body.Sum(one => one - '0') + tenth) % 10);
    }

    private static string? Czech(Random random)
    {
        var body = Born(random, "yyMMdd") + Some(3, random);
        var check = (int)(long.Parse(body, CultureInfo.InvariantCulture) % 11);
        return check == 10 ? null : $"{body[..6]}/{body[6..]}{check}";
    }
}
