using System.Text.Json;
using System.Text.Json.Serialization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace TaskClassifier.Trainer.Data;

internal static class PromptFiles
{
    /// <summary>The file that is never trained on.</summary>
    public const string Probe = "probe";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>All sources in the folder, in a fixed order, without the probe.</summary>
    public static IReadOnlyList<LabelledPrompt> ReadSources(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.jsonl").Where(f => Path.GetFileNameWithoutExtension(f) != Probe).Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <exception cref="InvalidDataException">A line is no labelled prompt.</exception>
    public static IReadOnlyList<LabelledPrompt> Read(string file)
    {
        var source = Path.GetFileNameWithoutExtension(file);
        var prompts = new List<LabelledPrompt>();
        foreach (var line in File.ReadLines(file))
        {
            try
            {
                var entry = JsonSerializer.Deserialize<Entry>(line, Json)!;
                prompts.Add(new LabelledPrompt(entry.Prompt, entry.Task, entry.Difficulty, entry.Lang ?? "", source, $"{source}/{entry.Group ?? entry.Prompt}"));
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"{file}, line {prompts.Count + 1}: {exception.Message}", exception);
            }
        }
        return prompts;
    }

    private sealed record Entry
    {
        public required string Prompt { get; init; }
        public required ModelTask Task { get; init; }
        public required Difficulty Difficulty { get; init; }
        public string? Lang { get; init; }
        public string? Group { get; init; }
    }
}
