using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Selection;

/// <summary>The names by which a request leaves the choice to the service: "auto", "auto:fast", "auto:balanced", "auto:quality".</summary>
public static class AutoName
{
    public const string Auto = "auto";
    private const char Separator = ':';

    /// <summary>True for null, "auto" and "auto:…" with a known preference.</summary>
    /// <param name="requested">What the request names; null: nothing.</param>
    /// <param name="preference">The one that the name says; null: none.</param>
    public static bool TryParse(string? requested, out Preference? preference)
    {
        preference = null;
        if (string.IsNullOrWhiteSpace(requested) || requested.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            return true;
        if (requested.Length <= Auto.Length || requested[Auto.Length] != Separator || !requested.StartsWith(Auto, StringComparison.OrdinalIgnoreCase))
            return false;
        preference = Preference.Named(requested[(Auto.Length + 1)..]);
        return preference is not null;
    }
}
