namespace MultiLLM.Runner.Grammar;

/// <summary>Rules for arrays.</summary>
internal sealed class ArrayRules(GrammarBuilder grammar, JsonRules json, SchemaCompiler compiler)
{
    /// <summary>The expression for arrays that fit, or null where none can.</summary>
    public string? Rule(string name, SchemaFacts facts)
    {
        if (facts.Arrays.Count == 0 && !facts.Items.Any)
        {
            return json.Array;
        }

        var declared = facts.Arrays.Select(part => part.Prefix.Count).DefaultIfEmpty().Max();
        var tuple = declared > 0;
        var prefix = Prefix(name, facts, declared);
        var restSchemas = facts.Arrays.Select(part => part.Items).OfType<Located>().ToArray();
        var rest = prefix.Count < declared || (tuple && restSchemas.Length == 0) ? null : compiler.Compile($"{name}-item", restSchemas);

        var limit = rest is null ? Math.Min(prefix.Count, facts.Items.Max ?? int.MaxValue) : facts.Items.Max;
        var min = tuple && !facts.Items.HasMin ? Math.Min(declared, facts.Items.Max ?? int.MaxValue) : facts.Items.Min;
        if (min > limit)
        {
            return null;
        }

        var items = Items(name, facts, prefix, rest, min, limit, 0);
        return items == Gbnf.Empty
            ? $"\"[\" {json.Space} \"]\""
            : $"\"[\" {json.Space} {Wrap(min, $"{items} {json.Space}")} \"]\"";
    }

    // The leading items that can exist; the first impossible one ends the array.
    private List<string> Prefix(string name, SchemaFacts facts, int declared)
    {
        var rules = new List<string>();
        for (var i = 0; i < declared; i++)
        {
            var schemas = facts.Arrays.Select(part => i < part.Prefix.Count ? part.Prefix[i] : part.Items).OfType<Located>().ToArray();
            if (compiler.Compile($"{name}-{i}", schemas) is not { } rule)
            {
                break;
            }

            rules.Add(rule);
        }

        return rules;
    }

    // The items from one index on, given that all before it are there.
    private string Items(string name, SchemaFacts facts, List<string> prefix, string? rest, int min, int? max, int index)
    {
        if (index == max)
        {
            return Gbnf.Empty;
        }

        if (index < prefix.Count)
        {
            var more = Items(name, facts, prefix, rest, min, max, index + 1);
            var item = Gbnf.Sequence(index == 0 ? Gbnf.Empty : json.Comma, prefix[index], more);
            return index < min || index == 0 ? item : Gbnf.Optional(grammar.Add($"{name}-from-{index}", item));
        }

        if (rest is null)
        {
            return Gbnf.Empty;
        }

        if (index > 0)
        {
            return Repeat(name, facts, $"{json.Comma} {rest}", Math.Max(0, min - index), max - index);
        }

        return Gbnf.Sequence(rest, Repeat(name, facts, $"{json.Comma} {rest}", Math.Max(0, min - 1), max - 1));
    }

    private string Repeat(string name, SchemaFacts facts, string body, int min, int? max) =>
        grammar.Repeat($"{name}-more", body, min, max)
        ?? throw (facts.Items.MaxSource ?? facts.Items.MinSource)!.Fault(facts.Items.MaxSource is null ? "minItems" : "maxItems", "is too large to be enforced.");

    private static string Wrap(int min, string items) => min == 0 ? Gbnf.Optional(items) : items;
}
