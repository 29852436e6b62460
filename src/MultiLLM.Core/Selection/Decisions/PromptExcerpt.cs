using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Selection.Decisions;

/// <summary>The beginning of what a person wrote last, without what obviously is a secret or points to a person.</summary>
internal static partial class PromptExcerpt
{
    public const int MostCharacters = 500;

    /// <summary>Read beyond the cut, so that nothing is half shown that would be hidden whole.</summary>
    private const int Examined = 2000;

    public static string? Of(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i].Role == ChatRole.User)
                return Of(messages[i].Text);
        }
        return null;
    }

    public static string Of(string text)
    {
        if (text.Length > Examined)
            text = text[..LastWhole(text, Examined)];
        text = PrivateKey().Replace(text, "[private key]");
        text = Assigned().Replace(text, "$1[secret]");
        text = Key().Replace(text, "[secret]");
        text = Address().Replace(text, "[address]");
        text = Digits().Replace(text, "[number]");
        return text.Length <= MostCharacters ? text : text[..Cut(text, MostCharacters)];
    }

    /// <summary>Before the last word, which may go on beyond what is examined; a text that is one word shows nothing of it.</summary>
    private static int LastWhole(string text, int limit)
    {
        var end = limit;
        while (end > 0 && !char.IsWhiteSpace(text[end]))
            end--;
        return end;
    }

    private static int Cut(string text, int limit) => char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)")]
    private static partial Regex PrivateKey();

    // "password: x", "api_key=x", "Authorization: Bearer x"
    [GeneratedRegex(@"((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_\- ]?key|access[_\- ]?key|credential|authorization)[""']?\s*(?:is|[:=])\s*(?:bearer\s+|basic\s+)?[""']?)[^\s""',;]{3,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Assigned();

    // What vendors' keys begin with, tokens of three parts, and long words of letters and digits mixed.
    [GeneratedRegex(@"\b(?:sk|pk|rk|ghp|gho|ghs|ghu|glpat|hf|xox[abprs]|AKIA|ASIA|AIza|npm|pypi)[_\-]?[A-Za-z0-9_\-]{12,}|\beyJ[\w\-]+\.[\w\-]+\.[\w\-]*|(?<![\w/+\-])(?=[\w/+\-]*[0-9])(?=[\w/+\-]*[A-Za-z])[\w/+\-]{24,}={0,2}")]
    private static partial Regex Key();

    [GeneratedRegex(@"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")]
    private static partial Regex Address();

    // Cards, accounts, telephones: nine digits or more, whatever groups them.
    [GeneratedRegex(@"(?<![\w])\+?[0-9](?:[ \-./()]{0,2}[0-9]){8,}(?!\w)")]
    private static partial Regex Digits();
}
