using System.Numerics;

namespace MultiLLM.Runner.Grammar;

/// <summary>Expressions for the decimal digits of whole numbers between two bounds, without leading zeros.</summary>
internal static class DigitRange
{
    /// <param name="min">0 or more.</param>
    /// <param name="max">At least <paramref name="min"/>; null: as far as the digits allowed reach.</param>
    public static string Between(BigInteger min, BigInteger? max)
    {
        var from = min.ToString();
        var to = (max ?? BigInteger.Max(min, BigInteger.Pow(10, JsonRules.MaxDigits)) * 10 - 1).ToString();
        var alternatives = new List<string>();
        for (var digits = from.Length; digits <= to.Length; digits++)
        {
            var low = digits == from.Length ? from : "1" + new string('0', digits - 1);
            var high = digits == to.Length ? to : new string('9', digits);
            if (string.CompareOrdinal(low, high) <= 0)
            {
                alternatives.Add(SameLength(low, high));
            }
        }

        return Gbnf.Either(alternatives);
    }

    private static string SameLength(string low, string high)
    {
        if (low.Length == 0)
        {
            return Gbnf.Empty;
        }

        if (low.All(c => c == '0') && high.All(c => c == '9'))
        {
            return Any(low.Length);
        }

        if (low[0] == high[0])
        {
            return Gbnf.Sequence(Digits(low[0], low[0]), SameLength(low[1..], high[1..]));
        }

        // The first digit at its lower end, strictly between, at its upper end.
        var rest = low.Length - 1;
        var alternatives = new List<string>();
        var first = low[0];
        var last = high[0];
        if (low.AsSpan(1).ContainsAnyExcept('0'))
        {
            alternatives.Add(Gbnf.Sequence(Digits(first, first), SameLength(low[1..], new string('9', rest))));
            first++;
        }

        var upper = high.AsSpan(1).ContainsAnyExcept('9') ? Gbnf.Sequence(Digits(last, last), SameLength(new string('0', rest), high[1..])) : null;
        last = upper is null ? last : (char)(last - 1);
        if (first <= last)
        {
            alternatives.Add(Gbnf.Sequence(Digits(first, last), Any(rest)));
        }

        return Gbnf.Either(upper is null ? alternatives : [.. alternatives, upper]);
    }

    private static string Digits(char first, char last) => first == last ? $"[{first}]" : $"[{first}-{last}]";

    private static string Any(int count) => count switch
    {
        0 => Gbnf.Empty,
        1 => "[0-9]",
        _ => $"[0-9]{{{count}}}",
    };
}
