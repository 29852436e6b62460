using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Selection;

/// <summary>The names by which a request leaves the choice to the service: "auto", "auto:fast", "auto:balanced", "auto:quality".</summary>
public static class AutoName
{
    public const string Auto = "auto";
    private const char Separator = ':';

    public static IReadOnlyList<string> All { get; } = [Auto, .. ((Preference[])[Preference.Fast, Preference.Balanced, Preference.Quality]).Select(Of)];

    /// <summary>True for null, "auto" and "auto:…" with a known preference.</summary>
    /// <param name="requested">What the request names; null: nothing.</param>
    /// <param name="preference">The one that the name says; null: none.</param>
    public static bool TryParse(string? requested, out Preference? preference)
    {
        preference = null;
        if (string.IsNullOrWhiteSpace(requested) || requested.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            return true;
        if (!LooksLike(requested))
            return false;
        preference = Preference.Named(requested[(Auto.Length + 1)..]);
        return preference is not null;
    }

    /// <summary>For a name that begins as these do and is none of them, nor a model's: what there is. Null: it does not begin so.</summary>
    public static Error? Unknown(string requested) => !LooksLike(requested) ? null : new Error(
        ErrorCode.ModelNotFound,
        $"There is no automatic choice \"{(requested.Length > 100 ? requested[..100] + "…" : requested)}\". There are {string.Join(", ", All)}.", "model");

    private static string Of(Preference preference) => $"{Auto}{Separator}{preference.Name}";

    private static bool LooksLike(string requested) =>
        requested.Length > Auto.Length && requested[Auto.Length] == Separator && requested.StartsWith(Auto, StringComparison.OrdinalIgnoreCase);
}
