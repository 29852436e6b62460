namespace MultiLLM.Runner.Grammar;

/// <summary>Rules for objects: the properties in the schema's order, then the others where they are allowed.</summary>
internal sealed class ObjectRules(GrammarBuilder grammar, JsonRules json, SchemaCompiler compiler)
{
    private readonly record struct Member(string Name, string Rule, bool Required);

    /// <summary>The expression for objects that fit, or null where none can.</summary>
    public string? Rule(string name, SchemaFacts facts)
    {
        if (facts.Objects.Count == 0 && facts.Required.Count == 0 && !facts.Properties.Any)
        {
            return json.Object;
        }

        var additional = Additional(name, facts);
        if (facts.Properties.Impossible || Members(name, facts) is not { } members)
        {
            return null;
        }

        var (minMore, maxMore) = CountOthers(facts, members, additional is not null);
        if (maxMore < minMore || (additional is null && minMore > 0))
        {
            return null;
        }

        var other = additional is null ? null : Other(name, facts, additional);
        var content = Content(name, members, Others(name, facts, other, minMore, maxMore));
        var canBeEmpty = minMore == 0 && !members.Exists(member => member.Required);
        return content == Gbnf.Empty
            ? $"\"{{\" {json.Space} \"}}\""
            : $"\"{{\" {json.Space} {(canBeEmpty ? Gbnf.Optional($"{content} {json.Space}") : $"{content} {json.Space}")} \"}}\"";
    }

    // The rule for the values of properties without a schema of their own, or null where there are none.
    private string? Additional(string name, SchemaFacts facts)
    {
        var schemas = facts.Objects.Select(part => part.Additional).OfType<Located>().ToArray();
        var named = facts.Objects.Exists(part => part.Properties.Count > 0);
        return schemas.Length == 0 && named ? null : compiler.Compile($"{name}-value", schemas);
    }

    private List<Member>? Members(string name, SchemaFacts facts)
    {
        var members = new List<Member>();
        foreach (var key in facts.Objects.SelectMany(part => part.Properties.Keys).Concat(facts.Required.Keys).Distinct(StringComparer.Ordinal))
        {
            // A part that does not name the property still rules it by what it says about additional ones.
            var schemas = facts.Objects.Select(part => part.Properties.GetValueOrDefault(key) ?? part.Additional).OfType<Located>().ToArray();
            var required = facts.Required.ContainsKey(key);
            if (compiler.Compile($"{name}-{key}", schemas) is { } rule)
            {
                members.Add(new Member(key, $"{Gbnf.Literal(EnumRules.Quote(key) + ":")} {json.Space} {rule}", required));
            }
            else if (required)
            {
                return null;
            }
        }

        return members;
    }

    // How many properties beyond the named ones minProperties and maxProperties leave; only where that does not depend on the optional ones.
    private static (int Min, int? Max) CountOthers(SchemaFacts facts, List<Member> members, bool open)
    {
        var limits = facts.Properties;
        var required = members.Count(member => member.Required);
        var needsMore = limits.Min > required;
        var couldBeTooMany = limits.Max < members.Count || (open && limits.Max is not null);
        if (required == members.Count)
        {
            return (Math.Max(0, limits.Min - required), open ? limits.Max - required : Math.Min(0, (limits.Max ?? required) - required));
        }

        return needsMore || couldBeTooMany
            ? throw (needsMore ? limits.MinSource : limits.MaxSource)!.Fault(
                needsMore ? "minProperties" : "maxProperties", "cannot be enforced where named properties are optional.")
            : (0, open ? null : 0);
    }

    private string Other(string name, SchemaFacts facts, string value)
    {
        var named = facts.Objects.SelectMany(part => part.Properties.Keys).Concat(facts.Required.Keys).Distinct(StringComparer.Ordinal).ToArray();
        return grammar.Add($"{name}-other", $"{new KeyExclusion(grammar).Rule(name, named)} \":\" {json.Space} {value}");
    }

    // The other properties, as (at the start of the object, after a named property).
    private (string First, string Next) Others(string name, SchemaFacts facts, string? other, int min, int? max)
    {
        if (other is null || max == 0)
        {
            return (Gbnf.Empty, Gbnf.Empty);
        }

        var more = $"{json.Comma} {other}";
        return (
            Gbnf.Sequence(other, Repeat(name, facts, more, Math.Max(0, min - 1), max - 1)),
            Repeat(name, facts, more, min, max));
    }

    private string Repeat(string name, SchemaFacts facts, string body, int min, int? max) =>
        grammar.Repeat($"{name}-more", body, min, max)
        ?? throw (facts.Properties.MaxSource ?? facts.Properties.MinSource)!.Fault(
            facts.Properties.MaxSource is null ? "minProperties" : "maxProperties", "is too large to be enforced.");

    // What may stand between the braces; never nothing at all, unless there is nothing.
    private string Content(string name, List<Member> members, (string First, string Next) others)
    {
        var tails = Tails(name, members, others.Next);
        var starts = new List<string>();
        foreach (var (i, member) in members.Index())
        {
            starts.Add(Gbnf.Sequence(member.Rule, tails[i + 1]));
            if (member.Required)
            {
                return Gbnf.Either(starts);
            }
        }

        return others.First == Gbnf.Empty && starts.Count > 0 ? Gbnf.Either(starts) : Gbnf.Either([.. starts, others.First]);
    }

    // What may follow once a property is there, from each one on: a chain of rules, so that the text stays linear in their number.
    private string[] Tails(string name, List<Member> members, string others)
    {
        var tails = new string[members.Count + 1];
        tails[^1] = others;
        for (var i = members.Count - 1; i > 0; i--)
        {
            var member = Gbnf.Sequence(json.Comma, members[i].Rule);
            tails[i] = grammar.Add($"{name}-after-{i}", Gbnf.Sequence(members[i].Required ? member : Gbnf.Optional(member), tails[i + 1]));
        }

        return tails;
    }
}
