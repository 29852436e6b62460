namespace MultiLLM.Runner.Grammar;

/// <summary>Any JSON object, as {"type": "json_object"} asks for.</summary>
internal static class JsonObjectGrammar
{
    public static string Text { get; } = Create();

    private static string Create()
    {
        var grammar = new GrammarBuilder();
        var root = grammar.Reserve("root");
        grammar.Define(root, new JsonRules(grammar).Object);
        return grammar.Build();
    }
}
