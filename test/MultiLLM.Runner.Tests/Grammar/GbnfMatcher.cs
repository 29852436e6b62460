using System.Text;

namespace MultiLLM.Runner.Tests.Grammar;

/// <summary>Tells whether a grammar accepts a text as a whole, by finding every place where each node can end.</summary>
internal sealed class GbnfMatcher(string grammar)
{
    private readonly Dictionary<string, GbnfNode> _rules = GbnfParser.Parse(grammar);
    private readonly Dictionary<(GbnfNode, int), HashSet<int>> _ends = new(new ByReference());
    private int[] _text = [];

    public bool Accepts(string text)
    {
        _ends.Clear();
        _text = [.. text.EnumerateRunes().Select(rune => rune.Value)];
        return Ends(_rules["root"], 0).Contains(_text.Length);
    }

    private HashSet<int> Ends(GbnfNode node, int start)
    {
        if (!_ends.TryGetValue((node, start), out var ends))
        {
            ends = [.. Find(node, start)];
            _ends[(node, start)] = ends;
        }

        return ends;
    }

    private IEnumerable<int> Find(GbnfNode node, int start) => node switch
    {
        GbnfLiteral literal => Literal(literal.Text, start),
        GbnfClass set => start < _text.Length && set.Matches(_text[start]) ? [start + 1] : [],
        GbnfReference reference => Ends(_rules[reference.Name], start),
        GbnfChoice choice => choice.Alternatives.SelectMany(alternative => Ends(alternative, start)),
        GbnfSequence sequence => sequence.Parts.Aggregate(new HashSet<int> { start }, (at, part) => [.. at.SelectMany(position => Ends(part, position))]),
        GbnfRepeat repeat => Repeat(repeat, start),
        _ => throw new InvalidOperationException(),
    };

    private IEnumerable<int> Literal(string literal, int start)
    {
        foreach (var rune in literal.EnumerateRunes())
        {
            if (start >= _text.Length || _text[start++] != rune.Value)
            {
                return [];
            }
        }

        return [start];
    }

    private HashSet<int> Repeat(GbnfRepeat repeat, int start)
    {
        var ends = new HashSet<int>();
        var current = new HashSet<int> { start };
        for (var count = 0; current.Count > 0; count++)
        {
            if (count >= repeat.Min)
            {
                var before = ends.Count;
                ends.UnionWith(current);
                if (ends.Count == before && count > repeat.Min)
                {
                    break;
                }
            }

            if (count == repeat.Max)
            {
                break;
            }

            current = [.. current.SelectMany(position => Ends(repeat.Body, position))];
        }

        return ends;
    }

    // Nodes are records; two equal ones at different places must not share results across rules of different grammars, and hashing them is slow.
    private sealed class ByReference : IEqualityComparer<(GbnfNode Node, int Start)>
    {
        public bool Equals((GbnfNode Node, int Start) x, (GbnfNode Node, int Start) y) => ReferenceEquals(x.Node, y.Node) && x.Start == y.Start;

        public int GetHashCode((GbnfNode Node, int Start) key) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Node), key.Start);
    }
}
