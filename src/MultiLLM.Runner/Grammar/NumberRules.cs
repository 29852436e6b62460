using System.Numerics;

namespace MultiLLM.Runner.Grammar;

/// <summary>Rules for integers and numbers, with bounds. Bounds of numbers with a fraction must be whole to be enforceable.</summary>
internal static class NumberRules
{
    /// <summary>The expression for numbers that fit, or null where none can.</summary>
    public static string? Rule(JsonRules json, SchemaFacts facts)
    {
        var wholeOnly = (facts.Types & JsonTypes.Fraction) == 0;
        if (facts.Lower is null && facts.Upper is null)
        {
            return wholeOnly ? json.Integer : json.Number;
        }

        return wholeOnly ? Integers(facts) : Numbers(json, facts);
    }

    private static string? Integers(SchemaFacts facts)
    {
        BigInteger? min = facts.Lower is { } lower
            ? new BigInteger(decimal.Ceiling(lower.Value)) + (lower.Exclusive && lower.Value == decimal.Ceiling(lower.Value) ? 1 : 0)
            : null;
        BigInteger? max = facts.Upper is { } upper
            ? new BigInteger(decimal.Floor(upper.Value)) - (upper.Exclusive && upper.Value == decimal.Floor(upper.Value) ? 1 : 0)
            : null;
        var alternatives = new List<string>();
        if (min is null || min < 0)
        {
            // Negative ones: their digits, from the upper bound's outwards.
            Add(alternatives, "\"-\"", max is { } top && top < 0 ? -top : 1, -min);
        }

        if (max is null || max >= 0)
        {
            Add(alternatives, Gbnf.Empty, min is { } bottom && bottom > 0 ? bottom : 0, max);
        }

        return alternatives.Count == 0 ? null : Gbnf.Either(alternatives);
    }

    private static void Add(List<string> alternatives, string sign, BigInteger min, BigInteger? max)
    {
        if (max is null || min <= max)
        {
            alternatives.Add(Gbnf.Sequence(sign, DigitRange.Between(min, max)));
        }
    }

    private static string? Numbers(JsonRules json, SchemaFacts facts)
    {
        var lower = Whole(facts.Lower);
        var upper = Whole(facts.Upper);
        var alternatives = new List<string>();
        if (lower is null || lower.Value.Value < 0)
        {
            // Mirrored: how far from zero, so the bounds change places.
            var near = upper is { } top && top.Value <= 0 ? (-top.Value, top.Exclusive) : (BigInteger.Zero, false);
            (BigInteger, bool)? far = lower is { } bottom ? (-bottom.Value, bottom.Exclusive) : null;
            alternatives.AddRange(Magnitudes(json, near, far).Select(magnitude => Gbnf.Sequence("\"-\"", magnitude)));
        }

        if (upper is null || upper.Value.Value >= 0)
        {
            alternatives.AddRange(Magnitudes(json, lower is { } bottom && bottom.Value >= 0 ? bottom : (BigInteger.Zero, false), upper));
        }

        return alternatives.Count == 0 ? null : Gbnf.Either(alternatives);
    }

    private static (BigInteger Value, bool Exclusive)? Whole(NumberBound? bound) => bound switch
    {
        null => null,
        { } whole when whole.Value == decimal.Floor(whole.Value) => (new BigInteger(whole.Value), whole.Exclusive),
        { } broken => throw broken.Source.Fault(broken.Keyword, "cannot be enforced for numbers unless it is a whole number."),
    };

    // Numbers of 0 or more between two bounds: the whole part decides, at the bounds themselves the fraction.
    private static IEnumerable<string> Magnitudes(JsonRules json, (BigInteger Value, bool Exclusive) low, (BigInteger Value, bool Exclusive)? high)
    {
        var zeros = $"(\".\" \"0\"{{1,{JsonRules.MaxDigits}}})?";
        if (high is { } top)
        {
            if (low.Value > top.Value || (low.Value == top.Value && (low.Exclusive || top.Exclusive)))
            {
                yield break;
            }

            if (low.Value == top.Value)
            {
                yield return Gbnf.Sequence(Gbnf.Literal(low.Value.ToString()), zeros);
                yield break;
            }

            if (!top.Exclusive)
            {
                yield return Gbnf.Sequence(Gbnf.Literal(top.Value.ToString()), zeros);
            }
        }

        var from = low.Value;
        if (low.Exclusive)
        {
            yield return Gbnf.Sequence(Gbnf.Literal(low.Value.ToString()), $"\".\" \"0\"{{0,{JsonRules.MaxDigits - 1}}} [1-9] [0-9]{{0,{JsonRules.MaxDigits - 1}}}");
            from++;
        }

        if (high is null || from <= high.Value.Value - 1)
        {
            yield return Gbnf.Sequence(DigitRange.Between(from, high?.Value - 1), $"{json.Fraction}?");
        }
    }
}
