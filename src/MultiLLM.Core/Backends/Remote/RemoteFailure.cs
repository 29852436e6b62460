using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>
/// What goes wrong with a remote server, as this service's failures. Whose fault it is decides: the request's goes back to its caller, in the server's words;
/// everything else is this service's to put right, and neither keys nor addresses get into the message.
/// </summary>
internal static class RemoteFailure
{
    private const int LongestMessage = 400;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public static Error Unreachable(RemoteEndpoint endpoint, HttpRequestException failure) => failure.HttpRequestError switch
    {
        _ when failure.GetBaseException() is MultiLLMException => new(ErrorCode.BackendRefused, $"{Server(endpoint)} is at an address that MultiLLM:Backends:AllowedAddresses does not allow."),
        HttpRequestError.NameResolutionError => new(ErrorCode.BackendUnreachable, $"{Server(endpoint)} cannot be reached: its name is not known."),
        HttpRequestError.SecureConnectionError => new(ErrorCode.BackendUnreachable, $"{Server(endpoint)} cannot be reached: no secure connection came about."),
        HttpRequestError.ConnectionError => new(ErrorCode.BackendUnreachable, $"{Server(endpoint)} cannot be reached: it accepts no connection."),
        HttpRequestError.ConfigurationLimitExceeded => new(ErrorCode.BackendFailed, $"{Server(endpoint)} answered with more headers than are taken."),
        HttpRequestError.InvalidResponse => new(ErrorCode.BackendFailed, $"{Server(endpoint)} answered with something that is not HTTP."),
        _ => BrokenOff(endpoint),
    };

    public static Error NoConnection(RemoteEndpoint endpoint) => new(
        ErrorCode.BackendUnreachable, string.Create(CultureInfo.InvariantCulture, $"{Server(endpoint)} accepted no connection within {endpoint.ConnectTimeout.TotalSeconds:0.#} s."));

    public static Error BrokenOff(RemoteEndpoint endpoint) => new(ErrorCode.BackendFailed, $"{Server(endpoint)} broke off its answer.");

    public static Error Silent(RemoteEndpoint endpoint, TimeSpan limit) => new(
        ErrorCode.Timeout, string.Create(CultureInfo.InvariantCulture, $"{Server(endpoint)} was silent for {limit.TotalSeconds:0.#} s."));

    /// <param name="endpoint">Who sent it.</param>
    /// <param name="what">Completes the sentence.</param>
    public static Error Nonsense(RemoteEndpoint endpoint, string what) => new(ErrorCode.BackendFailed, $"{Server(endpoint)} sent {what}.");

    public static Error BadKey(RemoteEndpoint endpoint, string why) => new(ErrorCode.BackendRefused, $"The key for \"{endpoint.Name}\" cannot be used: {why}.");

    /// <summary>A reply that is no answer.</summary>
    public static Error Of(RemoteEndpoint endpoint, HttpStatusCode status, HttpResponseHeaders headers, ReadOnlyMemory<byte> body, string? key, TimeProvider time)
    {
        var told = Read(body);
        return (int)status switch
        {
            400 or 413 or 415 or 422 => OfRequest(endpoint, told, key),
            401 or 403 => new(ErrorCode.BackendRefused, $"{Server(endpoint)} refused this service with status {(int)status}: its key is missing, wrong, or may not use the model."),
            404 => new(ErrorCode.BackendRefused, $"{Server(endpoint)} does not know the model \"{endpoint.Model}\" or the address (status 404)."),
            408 or 429 => new(ErrorCode.BackendBusy, $"{Server(endpoint)} takes no more requests just now.", RetryAfter: Pause(headers, time) ?? ShortestPause),
            >= 300 and < 400 => new(ErrorCode.BackendRefused, $"{Server(endpoint)} sent this service to another address (status {(int)status}), which it does not follow."),
            >= 500 => new(ErrorCode.BackendFailed, Sentence(endpoint, $"failed with status {(int)status}", told.Message, key), RetryAfter: Pause(headers, time)),
            _ => new(ErrorCode.BackendRefused, $"{Server(endpoint)} refused the request with status {(int)status}."),
        };
    }

    /// <summary>An error in the midst of a stream.</summary>
    /// <param name="endpoint">Who sent it.</param>
    /// <param name="error">The member of that name.</param>
    /// <param name="key">Must not be shown.</param>
    public static Error InStream(RemoteEndpoint endpoint, JsonElement error, string? key)
    {
        var told = Told(error);
        return told.IsRequests ? OfRequest(endpoint, told, key) : new(ErrorCode.BackendFailed, Sentence(endpoint, "failed", told.Message, key));
    }

    private static Error OfRequest(RemoteEndpoint endpoint, ToldError told, string? key) =>
        new(told.IsTooLong ? ErrorCode.ContextLengthExceeded : ErrorCode.InvalidRequest, Sentence(endpoint, "does not take the request", told.Message, key), told.Param);

    private static string Server(RemoteEndpoint endpoint) => $"The server \"{endpoint.Name}\"";

    private static string Sentence(RemoteEndpoint endpoint, string what, string? message, string? key) =>
        Shown(message, key) is { Length: > 0 } shown ? $"{Server(endpoint)} {what}: {shown}" : $"{Server(endpoint)} {what}.";

    /// <summary>Printable, of bounded length, and without the key, should the server repeat it.</summary>
    private static string? Shown(string? message, string? key)
    {
        if (string.IsNullOrWhiteSpace(message))
            return null;
        if (key is { Length: > 0 })
            message = message.Replace(key, "…", StringComparison.Ordinal);
        var shown = new StringBuilder(Math.Min(message.Length, LongestMessage));
        foreach (var c in message)
        {
            if (shown.Length == LongestMessage)
                return shown.Append('…').ToString();
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c);
        }
        return shown.ToString().Trim();
    }

    private static TimeSpan? Pause(HttpResponseHeaders headers, TimeProvider time)
    {
        var pause = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date is { } date ? date - time.GetUtcNow() : (TimeSpan?)null);
        return pause is not { } wait ? null : wait < ShortestPause ? ShortestPause : wait > LongestPause ? LongestPause : wait;
    }

    private static ToldError Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return Told(root.ValueKind is JsonValueKind.Object && root.TryGetProperty("error", out var error) ? error : root);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return new ToldError(null, null, null, null); // a page of some proxy, for example: the status says enough
        }
    }

    private static ToldError Told(JsonElement error)
    {
        if (error.ValueKind is JsonValueKind.String)
            return new ToldError(error.GetString(), null, null, null);
        return error.ValueKind is JsonValueKind.Object
            ? new ToldError(Json.Text(error, "message") ?? Json.Text(error, "detail"), Json.Text(error, "param"), Json.Text(error, "code"), Json.Text(error, "type"))
            : new ToldError(null, null, null, null);
    }

    /// <summary>As the dialect has it; null: not told.</summary>
    private sealed record ToldError(string? Message, string? Param, string? Code, string? Type)
    {
        public string? Param { get; } = Param is { Length: <= 100 } && !Param.Any(char.IsControl) ? Param : null;

        public bool IsTooLong => Code is "context_length_exceeded" || Type is "exceed_context_size_error"
            || Message?.Contains("context length", StringComparison.OrdinalIgnoreCase) is true || Message?.Contains("context size", StringComparison.OrdinalIgnoreCase) is true;

        public bool IsRequests => IsTooLong || Type is "invalid_request_error" or "BadRequestError";
    }
}
