using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace MultiLLM.Client.Http;

/// <summary>Reads the error envelopes of the own API and of the OpenAI API, which share the "error" member.</summary>
internal static class ErrorBody
{
    private const int MaxBytes = 64 * 1024;

    public static async Task<MultiLLMApiException> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await ReadStartAsync(response.Content, cancellationToken).ConfigureAwait(false);
        var retryAfter = RetryAfter(response.Headers.RetryAfter, time);
        return TryParse(body, response.StatusCode, retryAfter) ?? new MultiLLMApiException(
            response.StatusCode,
            $"http_{(int)response.StatusCode}",
            $"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode} {response.ReasonPhrase}.",
            retryAfter: retryAfter);
    }

    /// <summary>Null when the text is not an error envelope.</summary>
    public static MultiLLMApiException? TryParse(ReadOnlyMemory<byte> json, HttpStatusCode? status, TimeSpan? retryAfter = null)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("error", out var error))
            {
                return null;
            }

            if (error.ValueKind == JsonValueKind.String)
            {
                return new MultiLLMApiException(status, status is null ? "error" : $"http_{(int)status}", error.GetString()!, retryAfter: retryAfter);
            }

            if (error.ValueKind != JsonValueKind.Object || Text(error, "message") is not { } message)
            {
                return null;
            }

            var code = Text(error, "code") ?? Text(error, "type") ?? "error";
            return new MultiLLMApiException(status, code, message, Text(error, "param"), RetryAfter(error) ?? retryAfter);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TimeSpan? RetryAfter(JsonElement error) =>
        error.TryGetProperty("retry_after_seconds", out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, TimeProvider time) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static async Task<ReadOnlyMemory<byte>> ReadStartAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var buffer = new byte[MaxBytes];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return buffer.AsMemory(0, length);
    }
}
