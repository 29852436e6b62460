namespace MultiLLM.Core.Catalog.Documents;

/// <param name="Where">Path of the value at fault, for example <c>models[2].source.sha256</c>.</param>
/// <param name="Complaint">Completes the sentence that starts with the path.</param>
internal sealed record DocumentProblem(string Where, string Complaint)
{
    public CatalogProblem At(string path, JsonLines lines) => new(path, $"{Where} {Complaint}.", lines.At(Where));
}

/// <summary>What JSON types cannot say: ranges, forms and what goes together.</summary>
internal static class DocumentCheck
{
    private const int MaxNameLength = 128;

    public static IEnumerable<DocumentProblem> Problems(CatalogDocument document)
    {
        var (models, presets, hide) = (document.Models ?? [], document.Aliases ?? [], document.Hide ?? []);
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < models.Count; i++)
        {
            foreach (var problem in EntryCheck.Problems(models[i], $"models[{i}]"))
                yield return problem;
            if (!ids.Add(models[i].Id))
                yield return new($"models[{i}].id", $"\"{models[i].Id}\" is there twice");
        }
        var aliases = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < presets.Count; i++)
        {
            foreach (var problem in Preset(presets[i], $"aliases[{i}]"))
                yield return problem;
            if (!aliases.Add(presets[i].Alias))
                yield return new($"aliases[{i}].alias", $"\"{presets[i].Alias}\" is there twice");
        }
        for (var i = 0; i < hide.Count; i++)
            if (string.IsNullOrWhiteSpace(hide[i]))
                yield return new($"hide[{i}]", "is blank");
    }

    /// <summary>What is wrong with a name that requests may use; null: nothing.</summary>
    public static string? NameComplaint(string? name) =>
        string.IsNullOrWhiteSpace(name) ? "is blank"
        : name.Length > MaxNameLength ? $"has {name.Length} characters; at most {MaxNameLength} are allowed"
        : name.Equals("auto", StringComparison.OrdinalIgnoreCase) ? "is \"auto\", which asks for automatic selection"
        : name.Any(char.IsControl) ? "holds a control character"
        : null;

    private static IEnumerable<DocumentProblem> Preset(PresetDocument preset, string at)
    {
        if (NameComplaint(preset.Alias) is { } alias)
            yield return new($"{at}.alias", alias);
        if (NameComplaint(preset.Model) is { } model)
            yield return new($"{at}.model", model);
        if (SamplingLimits.Problem(preset.Sampling) is (var field, var complaint))
            yield return new($"{at}.sampling.{field}", $"is {complaint}");
        if (preset.MaxTokens is < 1)
            yield return new($"{at}.max_tokens", $"is {preset.MaxTokens}; it must be 1 or more");
        if (preset.Stop?.Any(string.IsNullOrEmpty) is true)
            yield return new($"{at}.stop", "holds an empty text");
    }
}
