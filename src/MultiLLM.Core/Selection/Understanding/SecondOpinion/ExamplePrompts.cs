using System.Text.Json;
using System.Text.Json.Serialization;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding.SecondOpinion;

/// <summary>Prompts whose tasks are known, as <c>tools/task-classifier</c> picks them from its data: part of the program.</summary>
internal static class ExamplePrompts
{
    private const string Resource = "example-prompts.jsonl";

    private static readonly Lazy<IReadOnlyList<ExamplePrompt>> Read = new(() =>
    {
        using var stream = typeof(ExamplePrompts).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        using var lines = new StreamReader(stream);
        var prompts = new List<ExamplePrompt>();
        while (lines.ReadLine() is { } line)
            prompts.Add(JsonSerializer.Deserialize(line, ExamplePromptContext.Default.ExamplePrompt)!);
        return prompts;
    });

    public static IReadOnlyList<ExamplePrompt> All => Read.Value;
}

/// <param name="Task">What it asks for.</param>
/// <param name="Prompt">Its text, short.</param>
internal sealed record ExamplePrompt(ModelTask Task, string Prompt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(ExamplePrompt))]
internal sealed partial class ExamplePromptContext : JsonSerializerContext;
