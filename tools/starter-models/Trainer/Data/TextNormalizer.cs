using System.Text.RegularExpressions;

namespace StarterModels.Trainer.Data;

/// <summary>Text without case and punctuation, for telling whether two wordings are the same.</summary>
internal static partial class TextNormalizer
{
    public static string Normalize(string text) => NotWord().Replace(text.ToLowerInvariant(), " ").Trim();

    public static string[] Words(string text) => Normalize(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"[^\p{L}\p{N}#+]+")]
    private static partial Regex NotWord();
}
