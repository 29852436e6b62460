using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Json;

namespace MultiLLM.Server.Requests;

/// <summary>
/// The body of a request as a JSON object: valid UTF-8 in text and escapes, at most 64 levels deep, no name twice in one object.
/// A leading byte order mark is skipped.
/// </summary>
internal static class JsonBody
{
    public const int MaxDepth = 64;
    private const int FirstBuffer = 64 * 1024; // a claimed Content-Length alone must not cost memory

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    public static async ValueTask<Result<JsonDocument>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? 0, 256, FirstBuffer));
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
                bytes.Write(segment.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return Parse(bytes.WrittenMemory);
        }
    }

    public static Result<JsonDocument> Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (body.IsEmpty)
            return Invalid("The body is empty; send a JSON object.");
        if (!Utf8.IsValid(body.Span))
            return Invalid("The body is not valid UTF-8.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, s_strict);
        }
        catch (JsonException bad)
        {
            return Invalid($"The body is not valid JSON: {Explain(bad)}");
        }
        catch (InvalidOperationException) // a property name that no string can hold
        {
            return Invalid($"The body has a property name with {JsonText.LoneSurrogate}.");
        }
        var error = document.RootElement.ValueKind != JsonValueKind.Object
            ? new Error(ErrorCode.InvalidJson, $"The body must be a JSON object; got {JsonText.Describe(document.RootElement)}.")
            : JsonText.FindLoneSurrogate(body.Span, document.RootElement);
        if (error is null)
            return document;
        document.Dispose();
        return error;
    }

    private static Error Invalid(string message) => new(ErrorCode.InvalidJson, message);

    private static string Explain(JsonException bad)
    {
        var sentence = JsonSentence.Of(bad);
        return bad.LineNumber is { } line ? $"{sentence} (line {line + 1}, byte {bad.BytePositionInLine + 1})" : sentence;
    }
}
