using MultiLLM.Runner.Grammar.Patterns;

namespace MultiLLM.Runner.Grammar;

/// <summary>Rules for strings.</summary>
internal sealed class StringRules(GrammarBuilder grammar, JsonRules json)
{
    /// <summary>The expression for strings that fit, or null where none can.</summary>
    public string? Rule(string name, SchemaFacts facts)
    {
        var length = facts.Length;
        if (length.Impossible)
        {
            return null;
        }

        if (facts.Patterns.Count > 0)
        {
            return Pattern(name, facts);
        }

        if (!length.Any)
        {
            return json.String;
        }

        var chars = grammar.Repeat("char", json.Char, length.Min, length.Max)
            ?? throw (length.MaxSource ?? length.MinSource)!.Fault(length.MaxSource is null ? "minLength" : "maxLength", "is too large to be enforced.");
        return Gbnf.Sequence("\"\\\"\"", chars, "\"\\\"\"");
    }

    private string Pattern(string name, SchemaFacts facts)
    {
        var (regex, source, keyword) = facts.Patterns[0];
        if (facts.Patterns.Find(other => other.Regex != regex) is { Regex: not null } second)
        {
            throw second.Source.Fault(second.Keyword, $"cannot be enforced together with another {keyword}.");
        }

        RegexNode node;
        try
        {
            node = RegexParser.Parse(regex);
        }
        catch (FormatException e)
        {
            throw source.Fault(keyword, e.Message);
        }

        if (facts.Length.MinSource is { } min && node.MinLength < facts.Length.Min)
        {
            throw min.Fault("minLength", $"cannot be enforced together with {keyword}; put it into the pattern.");
        }

        if (facts.Length.MaxSource is { } max && (node.MaxLength is not { } longest || longest > facts.Length.Max))
        {
            throw max.Fault("maxLength", $"cannot be enforced together with {keyword}; put it into the pattern.");
        }

        var body = new RegexEmitter(grammar, $"{name}-pattern").Emit(node)
            ?? throw source.Fault(keyword, "repeats too often to be enforced.");
        return Gbnf.Sequence("\"\\\"\"", Gbnf.Group(body), "\"\\\"\"");
    }
}
