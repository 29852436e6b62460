using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Sse;

/// <summary>What the headers of a reply already tell of its content.</summary>
internal static class ReplyContent
{
    public const string EventStream = "text/event-stream";
    public const string Json = "application/json";

    private const int MaxShown = 60;

    /// <summary>Null: it may be read as <paramref name="expected"/>. Servers without a content type, or with a vague one, are given the benefit of the doubt.</summary>
    public static Error? Check(HttpContent content, string expected, string server)
    {
        if (content.Headers.ContentEncoding.FirstOrDefault(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) is { } encoding)
            return Failed(server, $"compressed its reply ({Shown(encoding)}), which it was not asked to");
        var type = content.Headers.ContentType?.MediaType;
        if (type is null || type.Equals(expected, StringComparison.OrdinalIgnoreCase))
            return null;
        var isOther = expected == EventStream || !type.EndsWith("json", StringComparison.OrdinalIgnoreCase);
        var isVague = type.ToLowerInvariant() is "text/plain" or "application/octet-stream";
        return isOther && !isVague ? Failed(server, $"answered with {Shown(type)} where {expected} was expected") : null;
    }

    private static string Shown(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "…";

    private static Error Failed(string server, string what) => new(ErrorCode.BackendFailed, $"{server} {what}.");
}
