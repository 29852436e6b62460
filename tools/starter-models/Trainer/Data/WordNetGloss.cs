using System.Text.RegularExpressions;

namespace StarterModels.Trainer.Data;

/// <summary>Cuts a WordNet gloss down to the meaning, without its examples.</summary>
internal static partial class WordNetGloss
{
    /// <summary>The meaning; empty where it is unsuitable for a starter model.</summary>
    public static string Clean(string gloss)
    {
        if (Unsuitable().IsMatch(gloss))
            return "";

        gloss = QuotedBracket().Replace(gloss, "");
        gloss = Example().Replace(gloss, "; ");
        var parts = gloss.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return "";

        var text = parts[0];
        if (parts.Length > 1 && text.Length + parts[1].Length < 100 && !parts[1].StartsWith('-'))
            text += "; " + parts[1];
        return WithoutUsageBracket(text.Trim(' ', ';', ':', ',', '.')).Replace('`', '\'');
    }

    private static string WithoutUsageBracket(string text)
    {
        var end = text.StartsWith('(') ? text.IndexOf(')') : -1;
        return end > 0 && end < text.Length - 8 ? text[(end + 1)..].Trim(' ', ';', ':', ',') : text;
    }

    [GeneratedRegex(@"\s*;?\s*""[^""]*""?\s*")]
    private static partial Regex Example();

    [GeneratedRegex(@"\s*\([^()]*[""`][^()]*\)")]
    private static partial Regex QuotedBracket();

    [GeneratedRegex(
        "slur|offensive|vulgar|obscen|derogat|sexual|disparag|prostitut|excrement|genital|intercourse|pejorative|racial|homosexual|insulting",
        RegexOptions.IgnoreCase)]
    private static partial Regex Unsuitable();
}
