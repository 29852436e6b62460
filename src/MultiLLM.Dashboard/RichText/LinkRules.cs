using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.RichText;

/// <summary>Which links of a text may be followed: those that leave for the web or a mail program. Nothing leads into the service itself.</summary>
internal static class LinkRules
{
    private const int MaxLength = 2048;

    /// <summary>The address as a browser would take it; null: not to be followed.</summary>
    public static string? Allowed(string? address) =>
        address is { Length: > 0 and <= MaxLength } && InertText.Of(address) == address && Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri)
        && uri.Scheme is ("http" or "https" or "mailto")
            ? uri.AbsoluteUri
            : null;
}
