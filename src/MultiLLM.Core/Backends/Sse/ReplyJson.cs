using System.Text.Json;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Sse;

/// <summary>
/// Reads what a server sent as JSON, within bounds. What it sent is never repeated in an error: servers echo credentials.
/// </summary>
internal static class ReplyJson
{
    /// <summary>A whole reply.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async ValueTask<Result<JsonDocument>> ReadAsync(HttpContent content, string server, ReplyLimits limits, CancellationToken cancellationToken)
    {
        if (ReplyContent.Check(content, ReplyContent.Json, server) is { } refused)
            return refused;
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            return await ReadAsync(body, content.Headers.ContentLength, server, limits, cancellationToken);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return Failed(server, $"broke its reply off: {error.Message}");
        }
    }

    /// <param name="body">Read to its end, never beyond the limit.</param>
    /// <param name="announced">Content-Length; null: not told.</param>
    /// <param name="server">Who sends it, for messages.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async ValueTask<Result<JsonDocument>> ReadAsync(
        Stream body, long? announced, string server, ReplyLimits limits, CancellationToken cancellationToken)
    {
        if (announced > limits.JsonBytes)
            return Failed(server, $"announced a reply of {announced} bytes; the limit is {limits.JsonBytes}");
        try
        {
            var bounded = new LimitedStream(body, limits.JsonBytes, announced);
            return await JsonDocument.ParseAsync(bounded, Options(limits), cancellationToken);
        }
        catch (InvalidDataException error)
        {
            return Failed(server, error.Message);
        }
        catch (IOException error)
        {
            return Failed(server, $"broke its reply off: {error.Message}");
        }
        catch (JsonException error)
        {
            return Broken(server, error, limits);
        }
    }

    /// <summary>The data of one event. The document reads these bytes, so it must be disposed before they change.</summary>
    public static Result<JsonDocument> Parse(ReadOnlyMemory<byte> json, string server, ReplyLimits limits)
    {
        try
        {
            return JsonDocument.Parse(json, Options(limits));
        }
        catch (JsonException error)
        {
            return Broken(server, error, limits);
        }
    }

    /// <summary>The text of a string; null: it is none, or it has half a surrogate pair and so is no text.</summary>
    public static string? TextOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonDocumentOptions Options(ReplyLimits limits) => new() { MaxDepth = limits.JsonDepth, AllowDuplicateProperties = false };

    // The exception's own message quotes the text.
    private static Error Broken(string server, JsonException error, ReplyLimits limits) => Failed(
        server,
        error.LineNumber is { } line && error.BytePositionInLine is { } position
            ? $"sent what is not sound JSON (line {line + 1}, byte {position + 1}), or nests it deeper than {limits.JsonDepth}"
            : "sent JSON that has a name twice in one object");

    private static Error Failed(string server, string what) => new(ErrorCode.BackendFailed, $"{server} {what}.");
}
