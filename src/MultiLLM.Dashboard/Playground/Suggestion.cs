namespace MultiLLM.Dashboard.Playground;

/// <summary>Something to begin with, where a person does not know what to ask. The bundled models have an idea of each of these.</summary>
/// <param name="Kind">What it is an example of.</param>
/// <param name="Text">What is sent.</param>
internal sealed record Suggestion(string Kind, string Text)
{
    public static IReadOnlyList<Suggestion> All { get; } =
    [
        new("Explain", "What is machine learning?"),
        new("Code", "Write a Python function that reverses a string."),
        new("Business", "What is risk appetite?"),
        new("Technology", "What is an API?"),
    ];
}
