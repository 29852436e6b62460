using System.Text.Json;

namespace StarterModels.Trainer.Data;

/// <summary>Reads <c>{"q": ["wording", ...], "a": "answer", "tag": "subject"}</c>, one object a line.</summary>
internal static class EntryReader
{
    /// <param name="folder">Every *.jsonl in it is read, in order of name.</param>
    /// <param name="skipped">Lines that are no entry, or whose wordings all occur in earlier entries.</param>
    public static List<Entry> Read(string folder, out int skipped)
    {
        var entries = new List<Entry>();
        var seen = new HashSet<string>();
        skipped = 0;
        foreach (var file in Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line)))
            {
                if (Parse(line, seen) is { } entry)
                    entries.Add(entry);
                else
                    skipped++;
            }
        }
        return entries;
    }

    private static Entry? Parse(string line, HashSet<string> seen)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var answer = root.GetProperty("a").GetString()!.Trim().Replace("\r", "", StringComparison.Ordinal);
            var tag = root.TryGetProperty("tag", out var value) ? value.GetString() ?? "general" : "general";

            // a wording that another entry already has would pull the model two ways
            var questions = root.GetProperty("q").EnumerateArray()
                .Select(question => question.GetString()!.Trim())
                .Where(question => question.Length > 0 && seen.Add(TextNormalizer.Normalize(question)))
                .ToArray();
            return questions.Length == 0 || answer.Length == 0 ? null : new Entry(questions, answer, tag, HeldOutIndex(questions));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Never the canonical wording; fixed by the text, so that every run holds out the same ones.</summary>
    private static int HeldOutIndex(string[] questions) =>
        questions.Length < 2 ? -1 : 1 + (int)(Hash(questions[0]) % (uint)(questions.Length - 1));

    private static uint Hash(string text)
    {
        var hash = 2166136261;
        foreach (var character in text)
            hash = (hash ^ character) * 16777619;
        return hash;
    }
}
