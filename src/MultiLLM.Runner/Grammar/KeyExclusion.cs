using System.Text;

namespace MultiLLM.Runner.Grammar;

/// <summary>
/// The names of properties other than given ones. Only characters that JSON must escape are escaped, each in one way,
/// so that no name can be spelled past the exclusion.
/// </summary>
internal sealed class KeyExclusion(GrammarBuilder grammar)
{
    private const string Escapes = "\"\\\b\f\n\r\t";
    private const string Special = "\"\\\\\\x00-\\x1F\\x7F";

    private string AnyChar => grammar.Add("key-char", $"[^{Special}] | \"\\\\\" [\"\\\\bfnrt]");

    /// <summary>The expression for a quoted name that is none of these.</summary>
    public string Rule(string name, IEnumerable<string> excluded)
    {
        var root = new Node();
        foreach (var key in excluded)
        {
            var node = root;
            foreach (var rune in key.EnumerateRunes())
            {
                node = node.Children.TryGetValue(rune.Value, out var child) ? child : node.Children[rune.Value] = new Node();
            }

            node.IsKey = true;
        }

        return Gbnf.Sequence("\"\\\"\"", Emit($"{name}-key", root), "\"\\\"\"");
    }

    private string Emit(string name, Node node)
    {
        if (node.Children.Count == 0)
        {
            return node.IsKey ? $"{AnyChar}+" : $"{AnyChar}*";
        }

        var alternatives = new List<string>();
        var others = new StringBuilder($"[^{Special}");
        foreach (var (c, child) in node.Children)
        {
            var escape = c < 128 ? Escapes.IndexOf((char)c, StringComparison.Ordinal) : -1;
            if (escape >= 0)
            {
                alternatives.Add(Gbnf.Sequence(Gbnf.Literal("\\" + "\"\\bfnrt"[escape]), Emit(name, child)));
            }
            else if (c >= 0x20 && c != 0x7F)
            {
                Gbnf.AppendChar(others, c);
                alternatives.Add(Gbnf.Sequence(Gbnf.Literal(char.ConvertFromUtf32(c)), Emit(name, child)));
            }
        }

        alternatives.Add($"{others}] {AnyChar}*");
        var escapes = Escapes.Where(c => !node.Children.ContainsKey(c)).Select(c => "\"\\bfnrt"[Escapes.IndexOf(c, StringComparison.Ordinal)]).ToArray();
        if (escapes.Length > 0)
        {
            var set = new StringBuilder();
            Array.ForEach(escapes, c => Gbnf.AppendChar(set, c));
            alternatives.Add($"\"\\\\\" [{set}] {AnyChar}*");
        }

        var rule = grammar.Add(name, string.Join(" | ", alternatives));
        return node.IsKey ? rule : $"{rule}?";
    }

    private sealed class Node
    {
        public Dictionary<int, Node> Children { get; } = [];

        public bool IsKey { get; set; }
    }
}
