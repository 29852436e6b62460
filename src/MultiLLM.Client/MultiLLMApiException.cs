using System.Net;

namespace MultiLLM.Client;

/// <summary>The service answered, and the answer is an error. A service that cannot be reached is an <see cref="HttpRequestException"/>.</summary>
public sealed class MultiLLMApiException : Exception
{
    /// <summary>Creates the exception; see the properties.</summary>
    public MultiLLMApiException(
        HttpStatusCode? statusCode, string code, string message, string? param = null, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(message, innerException)
    {
        StatusCode = statusCode;
        Code = code;
        Param = param;
        RetryAfter = retryAfter;
    }

    /// <summary>HTTP status; null when the error ended a stream that had begun.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>Stable, snake_case, for example "model_not_found"; "http_502" when the answer came from something else than the service.</summary>
    public string Code { get; }

    /// <summary>The request's field at fault, for example "temperature".</summary>
    public string? Param { get; }

    /// <summary>How long to wait before trying again; null when trying again makes no sense.</summary>
    public TimeSpan? RetryAfter { get; }
}
