using System.Text;

namespace MultiLLM.Core.Gateway.Audit.Chain;

/// <summary>Bounds what is kept of a text, so that no entry is too large to be kept.</summary>
internal static class AuditText
{
    public const int MostCharacters = 1024;
    public const int MostDetails = 32;

    /// <summary>Its beginning, and a mark in place of half a character, which JSON cannot hold.</summary>
    public static string Of(string text)
    {
        if (text.Length > MostCharacters)
            text = string.Concat(text.AsSpan(0, MostCharacters - 1), "…");
        return text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }
}
