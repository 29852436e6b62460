namespace MultiLLM.Core.Selection.Ranking;

/// <summary>How much an answer's quality weighs against the time it takes.</summary>
/// <param name="Name">"fast", "balanced", "quality", or "custom" where the caller gave a weight.</param>
/// <param name="QualityWeight">0 to 1; the rest is the weight of speed.</param>
public sealed record Preference(string Name, double QualityWeight)
{
    public const string CustomName = "custom";

    public static Preference Fast { get; } = new("fast", 0.3);
    public static Preference Balanced { get; } = new("balanced", 0.6);
    public static Preference Quality { get; } = new("quality", 0.9);

    /// <summary>The one of that name, whatever its case; null: there is none.</summary>
    public static Preference? Named(string name) => name.ToLowerInvariant() switch
    {
        "fast" => Fast,
        "balanced" => Balanced,
        "quality" => Quality,
        _ => null,
    };

    public static Preference Custom(double qualityWeight) => new(CustomName, qualityWeight);
}
