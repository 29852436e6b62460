namespace MultiLLM.Runner.Grammar;

/// <summary>The rules of JSON itself, added to a grammar as they are needed. Digits and white space are bounded: a model cannot emit them for ever.</summary>
internal sealed class JsonRules(GrammarBuilder grammar)
{
    /// <summary>An integer's digits; all of them are exact in a double.</summary>
    public const int MaxDigits = 16;

    private const string Hex = "[0-9a-fA-F]";

    private string? _value;

    public string Space => grammar.Add("ws", "(\" \" | \"\\n\" [ \\t]{0,20})?");

    public string Comma => $"\",\" {Space}";

    /// <summary>One character of a string, counted as JSON Schema counts: an escaped surrogate pair is one.</summary>
    public string Char => grammar.Add(
        "char",
        $"[^\"\\\\\\x00-\\x1F\\x7F] | \"\\\\\" ([\"\\\\/bfnrt] | \"u\" ([0-9a-cefA-CEF] {Hex} {Hex} {Hex} | [dD] ([0-7] {Hex} {Hex} | " +
        $"[89abAB] {Hex} {Hex} \"\\\\u\" [dD] [c-fC-F] {Hex} {Hex})))");

    public string String => grammar.Add("string", $"\"\\\"\" {Char}* \"\\\"\"");

    public string Integer => grammar.Add("integer", $"\"0\" | \"-\"? [1-9] [0-9]{{0,{MaxDigits - 1}}}");

    public string Fraction => grammar.Add("fraction", $"\".\" [0-9]{{1,{MaxDigits}}}");

    public string Number => grammar.Add(
        "number", $"\"-\"? (\"0\" | [1-9] [0-9]{{0,{MaxDigits - 1}}}) {Fraction}? ([eE] [-+]? [0-9]{{1,3}})?");

    public string Boolean => grammar.Add("boolean", "\"true\" | \"false\"");

    public string Null => Gbnf.Literal("null");

    public string Value
    {
        get
        {
            if (_value is null)
            {
                _value = grammar.Reserve("value");
                grammar.Define(_value, string.Join(" | ", Object, Array, String, Number, Boolean, Null));
            }

            return _value;
        }
    }

    public string Object => grammar.Add("object", Members(grammar.Add("member", $"{String} \":\" {Space} {Value}")));

    public string Array => grammar.Add("array", $"\"[\" {Space} ({Value} ({Comma} {Value})* {Space})? \"]\"");

    private string Members(string member) => $"\"{{\" {Space} ({member} ({Comma} {member})* {Space})? \"}}\"";
}
