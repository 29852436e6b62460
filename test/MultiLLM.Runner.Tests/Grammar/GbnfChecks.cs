namespace MultiLLM.Runner.Tests.Grammar;

/// <summary>What llama.cpp refuses a grammar for after reading it.</summary>
internal static class GbnfChecks
{
    public static void Check(Dictionary<string, GbnfNode> rules)
    {
        Assert.Contains("root", rules.Keys);
        foreach (var name in rules.Values.SelectMany(References))
        {
            Assert.True(rules.ContainsKey(name), $"Rule {name} is not defined");
        }

        var nullable = Nullable(rules);
        var done = new HashSet<string>();
        foreach (var name in rules.Keys)
        {
            Visit(name, rules, nullable, [], done);
        }

        Assert.All(rules.Values.SelectMany(Repeats), repeat => Assert.False(CanBeEmpty(repeat.Body, nullable), "Repeats what may be empty"));
    }

    private static void Visit(string name, Dictionary<string, GbnfNode> rules, HashSet<string> nullable, HashSet<string> path, HashSet<string> done)
    {
        Assert.True(path.Add(name), $"Rule {name} begins with itself");
        foreach (var first in First(rules[name], nullable))
        {
            if (!done.Contains(first))
            {
                Visit(first, rules, nullable, path, done);
            }
        }

        path.Remove(name);
        done.Add(name);
    }

    private static IEnumerable<string> References(GbnfNode node) => node switch
    {
        GbnfReference reference => [reference.Name],
        GbnfSequence sequence => sequence.Parts.SelectMany(References),
        GbnfChoice choice => choice.Alternatives.SelectMany(References),
        GbnfRepeat repeat => References(repeat.Body),
        _ => [],
    };

    private static HashSet<string> Nullable(Dictionary<string, GbnfNode> rules)
    {
        var nullable = new HashSet<string>();
        while (rules.Any(rule => !nullable.Contains(rule.Key) && CanBeEmpty(rule.Value, nullable) && nullable.Add(rule.Key)))
        {
        }

        return nullable;
    }

    private static bool CanBeEmpty(GbnfNode node, HashSet<string> nullable) => node switch
    {
        GbnfLiteral literal => literal.Text.Length == 0,
        GbnfReference reference => nullable.Contains(reference.Name),
        GbnfSequence sequence => sequence.Parts.All(part => CanBeEmpty(part, nullable)),
        GbnfChoice choice => choice.Alternatives.Any(alternative => CanBeEmpty(alternative, nullable)),
        GbnfRepeat repeat => repeat.Min == 0 || CanBeEmpty(repeat.Body, nullable),
        _ => false,
    };

    // Repeating what may be empty makes a helper rule of llama.cpp's begin with itself. "?" is harmless.
    private static IEnumerable<GbnfRepeat> Repeats(GbnfNode node) => node switch
    {
        GbnfSequence sequence => sequence.Parts.SelectMany(Repeats),
        GbnfChoice choice => choice.Alternatives.SelectMany(Repeats),
        GbnfRepeat repeat => repeat.Max == 1 ? Repeats(repeat.Body) : Repeats(repeat.Body).Append(repeat),
        _ => [],
    };

    // The rules that a node can begin with.
    private static IEnumerable<string> First(GbnfNode node, HashSet<string> nullable)
    {
        switch (node)
        {
            case GbnfReference reference:
                return [reference.Name];
            case GbnfChoice choice:
                return choice.Alternatives.SelectMany(alternative => First(alternative, nullable));
            case GbnfRepeat repeat:
                return First(repeat.Body, nullable);
            case GbnfSequence sequence:
                var leading = sequence.Parts.TakeWhile(part => CanBeEmpty(part, nullable)).Count();
                return sequence.Parts.Take(leading + 1).SelectMany(part => First(part, nullable));
            default:
                return [];
        }
    }
}
