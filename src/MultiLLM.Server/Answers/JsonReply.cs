using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.Answers;

/// <summary>Writes one JSON document as the whole reply, with its length.</summary>
internal static class JsonReply
{
    /// <summary>Letters outside ASCII stay letters: the reply is UTF-8 and never part of a page.</summary>
    public static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ApiJsonContext Api => ApiJsonContext.Default;

    public static async Task WriteAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        var body = new ArrayBufferWriter<byte>(2048); // an answer of some words and what is told about it fit
        using (var json = new Utf8JsonWriter(body, Relaxed))
            JsonSerializer.Serialize(json, value, type);
        await WriteAsync(context, status, body.WrittenMemory);
    }

    public static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
