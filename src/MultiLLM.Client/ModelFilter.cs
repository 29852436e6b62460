namespace MultiLLM.Client;

/// <summary>Which models to list.</summary>
public sealed record ModelFilter
{
    /// <summary>"small_llm", "large_llm", "specialised", "embedding" or "reranker".</summary>
    public string? Type { get; init; }

    /// <summary>Only models rated for this task, the best first; for example "math".</summary>
    public string? Task { get; init; }

    /// <summary>Only models that fit the service's machine now, or only those that do not.</summary>
    public bool? Fits { get; init; }

    /// <summary>True: models whose file is there; false: known models whose file is not; null: both.</summary>
    public bool? Installed { get; init; } = true;

    internal string ToQuery()
    {
        (string Name, string? Value)[] fields =
        [
            ("type", Type), ("task", Task), ("fits", Word(Fits)), ("installed", Word(Installed)), ("all", Installed is null ? "true" : null),
        ];
        var given = fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}");
        return "?" + string.Join('&', given);
    }

    private static string? Word(bool? flag) => flag switch
    {
        true => "true",
        false => "false",
        null => null,
    };
}
