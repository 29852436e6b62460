using System.Text.Json;
using MultiLLM.Core.Errors;

namespace MultiLLM.Server.Requests;

/// <summary>Words about JSON values, and the one thing about JSON strings the parser does not check.</summary>
internal static class JsonText
{
    public const string LoneSurrogate = "half of a surrogate pair (a \\u escape from D800 to DFFF without its other half)";
    private const int LongestQuote = 40;

    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String or JsonValueKind.Number => Shorten(value.GetRawText()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    public static string Shorten(string text)
    {
        if (text.Length <= LongestQuote)
            return text;
        var end = char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>A string or name that holds half a surrogate pair in escapes is valid JSON, but no text.</summary>
    public static Error? FindLoneSurrogate(ReadOnlySpan<byte> body, JsonElement root) =>
        body.IndexOf("\\ud"u8) < 0 && body.IndexOf("\\uD"u8) < 0 ? null : Find(root, "");

    private static Error? Find(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return CanRead(() => value.GetString()) ? null : Problem(path, $"{path} holds {LoneSurrogate}");
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    if (!CanRead(() => property.Name))
                        return Problem(path, $"{(path.Length == 0 ? "The body" : path)} has a property name with {LoneSurrogate}");
                    if (Find(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}") is { } inner)
                        return inner;
                }
                return null;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                    if (Find(item, $"{path}[{index++}]") is { } inner)
                        return inner;
                return null;
            default:
                return null;
        }
    }

    private static Error Problem(string path, string message) => new(ErrorCode.InvalidJson, message, path.Length == 0 ? null : path);

    private static bool CanRead(Func<string?> read)
    {
        try
        {
            read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
