using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TaskClassifier.Trainer.Data;

/// <summary>Short prompts of every task and source, which the service compares others with when it asks an embedding model.</summary>
internal static class ExamplePicker
{
    private const int OfEachTaskAndSource = 4;
    private const int Shortest = 15;
    private const int Longest = 200;

    /// <summary>The same ones for the same data, whatever their order.</summary>
    public static IReadOnlyList<LabelledPrompt> Pick(IEnumerable<LabelledPrompt> prompts) =>
        [.. prompts.Where(p => p.Prompt.Length is >= Shortest and <= Longest)
            .GroupBy(p => (p.Task, p.Source))
            .OrderBy(g => g.Key.Task).ThenBy(g => g.Key.Source, StringComparer.Ordinal)
            .SelectMany(g => g.OrderBy(p => XxHash64.HashToUInt64(MemoryMarshal.AsBytes(p.Prompt.AsSpan()))).Take(OfEachTaskAndSource))];

    public static string Line(LabelledPrompt prompt) =>
        $"{{\"task\": \"{prompt.Task.ToString().ToLower(CultureInfo.InvariantCulture)}\", \"prompt\": {System.Text.Json.JsonSerializer.Serialize(prompt.Prompt, Json)}}}";

    private static readonly System.Text.Json.JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
