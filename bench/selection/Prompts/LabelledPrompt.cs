using System.IO.Hashing;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.SelectionBench.Prompts;

/// <summary>A prompt of the classifier's training data, with what a person says it is.</summary>
internal sealed record LabelledPrompt(string Text, ModelTask Task, Difficulty Difficulty)
{
    /// <summary>Longer ones would not fit into every model's context together with an answer.</summary>
    private const int LongestCharacters = 5000;
    private const string Folder = "prompts/";

    public ulong Digest => XxHash64.HashToUInt64(MemoryMarshal.AsBytes(Text.AsSpan()));

    /// <summary>Those that were read by a model that had not seen them, in a fixed order.</summary>
    public static IReadOnlyList<LabelledPrompt> ReadFor(RecordedReadings readings)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .SelectMany(name => Lines(assembly, name)).Where(prompt => prompt.Text.Length <= LongestCharacters && readings.Knows(prompt.Digest))];
    }

    private static IEnumerable<LabelledPrompt> Lines(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var entry = json.RootElement;
            yield return new LabelledPrompt(
                entry.GetProperty("prompt").GetString()!,
                Enum.Parse<ModelTask>(entry.GetProperty("task").GetString()!, ignoreCase: true),
                Enum.Parse<Difficulty>(entry.GetProperty("difficulty").GetString()!, ignoreCase: true));
        }
    }
}
