using System.Text.RegularExpressions;

namespace MultiLLM.Core.Analytics.Prompts;

/// <summary>Blacks out what identifies people or opens doors: mail addresses, long numbers, words that look like keys.</summary>
internal static partial class PromptRedactor
{
    /// <summary>Characters kept of a text.</summary>
    public const int MaxLength = 4000;

    private const int ReadBeyond = 4096; // what is cut off here is not looked at, and so must not be kept either

    public static string Redact(string text)
    {
        if (text.Length > MaxLength + ReadBeyond)
            text = text[..(MaxLength + ReadBeyond)];
        text = Address().Replace(text, "[email]");
        text = Secret().Replace(text, match => LooksLikeKey(match.ValueSpan) ? "[key]" : match.Value);
        text = LongNumber().Replace(text, "[number]");
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }

    /// <summary>Letters and digits mixed: a long word of one kind only is a word, or a number.</summary>
    private static bool LooksLikeKey(ReadOnlySpan<char> word) =>
        word.ContainsAnyInRange('0', '9') && (word.ContainsAnyInRange('a', 'z') || word.ContainsAnyInRange('A', 'Z'));

    [GeneratedRegex(@"[\p{L}\p{N}._%+\-]{1,64}@[\p{L}\p{N}.\-]{1,253}\.\p{L}{2,24}", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    /// <summary>Six digits or more, also in groups: telephones, cards, accounts.</summary>
    [GeneratedRegex(@"\+?\d(?:[ \-./()]{0,2}\d){5,}", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:[A-Za-z]{2,12}[_\-])*[A-Za-z0-9+/_\-.=]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
