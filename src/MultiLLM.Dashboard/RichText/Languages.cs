namespace MultiLLM.Dashboard.RichText;

internal static class Languages
{
    private const int MaxLength = 24;

    /// <summary>The language that a fence names, in lower case; null: none that could be one.</summary>
    public static string? Word(string? info)
    {
        var word = info?.Split([' ', ',', '{', ':'], 2)[0].ToLowerInvariant();
        return word is { Length: > 0 and <= MaxLength } && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '#' or '-' or '_' or '.') ? word : null;
    }
}
