namespace MultiLLM.Dashboard.Models.Browsing;

/// <summary>Models by their number of parameters.</summary>
internal static class ModelSizes
{
    private static readonly (string Name, string Label, long Below)[] s_sizes =
    [
        ("tiny", "Tiny, below 1 billion", 950_000_000),
        ("small", "Small, 1 to 5 billion", 5_000_000_000),
        ("medium", "Medium, 5 to 15 billion", 15_000_000_000),
        ("large", "Large, above 15 billion", long.MaxValue),
    ];

    public static IEnumerable<(string Name, string Label)> All => s_sizes.Select(size => (size.Name, size.Label));

    /// <returns>Null: not known.</returns>
    public static string? Of(long? parameters) => parameters is { } count ? s_sizes.First(size => count < size.Below).Name : null;

    /// <summary>"7.6 B parameters" as models are called, or "13 M parameters".</summary>
    public static string? Words(long? parameters) => parameters switch
    {
        null => null,
        >= 950_000_000 => FormattableString.Invariant($"{parameters.Value / 1e9:0.#} B parameters"),
        _ => FormattableString.Invariant($"{parameters.Value / 1e6:0} M parameters"),
    };
}
