namespace MultiLLM.Runner.Grammar.Patterns;

/// <summary>Writes a regular expression as a grammar for the inside of a JSON string: what JSON must escape is escaped, nothing else is.</summary>
internal sealed class RegexEmitter(GrammarBuilder grammar, string hint)
{
    private static readonly (char Char, string Escape)[] Escapes =
        [('"', "\\\""), ('\\', "\\\\"), ('\b', "\\b"), ('\f', "\\f"), ('\n', "\\n"), ('\r', "\\r"), ('\t', "\\t")];

    private static readonly CharSet NeverPlain = new([(0, 0x1F), ('"', '"'), ('\\', '\\'), (0x7F, 0x7F)]);

    /// <summary>The expression, or null where a count is beyond what a grammar can hold.</summary>
    public string? Emit(RegexNode node) => node switch
    {
        CharNode { Set: var set } => Char(set),
        SequenceNode { Parts: var parts } => All(parts) is { } emitted ? Gbnf.Sequence(emitted.Select(Wrap)) : null,
        ChoiceNode { Alternatives: var alternatives } => All(alternatives) is { } emitted ? string.Join(" | ", emitted.Distinct()) : null,
        RepeatNode repeat => Repeat(repeat),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    // Only alternatives need brackets inside a sequence.
    private static string Wrap(string expression) =>
        expression.Contains('|', StringComparison.Ordinal) ? Gbnf.Group(expression) : expression;

    private string[]? All(IReadOnlyList<RegexNode> nodes)
    {
        var emitted = nodes.Select(Emit).OfType<string>().ToArray();
        return emitted.Length == nodes.Count ? emitted : null;
    }

    private string? Repeat(RepeatNode repeat)
    {
        var (body, min) = repeat.Body.MinLength == 0 ? (repeat.Body.WithoutEmpty(), 0) : (repeat.Body, repeat.Min);
        if (body is null || repeat.Max == 0)
        {
            return Gbnf.Empty;
        }

        return Emit(body) is { } emitted ? grammar.Repeat(hint, emitted, min, repeat.Max) : null;
    }

    private static string Char(CharSet set)
    {
        var alternatives = new List<string>();
        var plain = set.Except(NeverPlain);
        if (!plain.IsEmpty)
        {
            alternatives.Add(plain.ToClass());
        }

        foreach (var (c, escape) in Escapes)
        {
            if (set.Contains(c))
            {
                alternatives.Add(Gbnf.Literal(escape));
            }
        }

        // Other control characters only where they are asked for, not where a negation lets them in by the way.
        foreach (var c in set.Contains(CharSet.Last) ? [] : Enumerable.Range(0, 0x20).Append(0x7F))
        {
            if (set.Contains(c) && !Array.Exists(Escapes, escape => escape.Char == c))
            {
                alternatives.Add(Gbnf.Literal($"\\u{c:X4}"));
            }
        }

        return Gbnf.Either(alternatives);
    }
}
