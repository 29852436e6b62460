using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MultiLLM.Client.Http;

/// <summary>Sends requests, turns error answers into <see cref="MultiLLMApiException"/>, reads bodies and event streams.</summary>
internal sealed class ApiTransport : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly MultiLLMClientOptions _options;

    public ApiTransport(Uri baseAddress, MultiLLMClientOptions? options)
        : this(Create(baseAddress), baseAddress, options, ownsHttp: true)
    {
    }

    public ApiTransport(HttpClient http, MultiLLMClientOptions? options)
        : this(http, http.BaseAddress ?? throw new ArgumentException("The HttpClient has no BaseAddress.", nameof(http)), options, ownsHttp: false)
    {
    }

    private ApiTransport(HttpClient http, Uri baseAddress, MultiLLMClientOptions? options, bool ownsHttp)
    {
        if (!baseAddress.IsAbsoluteUri || baseAddress.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"'{baseAddress}' is not an absolute http or https address.", nameof(baseAddress));
        }

        _http = http;
        _ownsHttp = ownsHttp;
        _options = options ?? new MultiLLMClientOptions();
        BaseAddress = baseAddress.AbsolutePath.EndsWith('/') ? baseAddress : new Uri(baseAddress.GetLeftPart(UriPartial.Path) + "/");
    }

    public Uri BaseAddress { get; }

    /// <summary>The body of a call that does not stream. <paramref name="accept"/>: statuses that carry a <typeparamref name="T"/> besides success.</summary>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, byte[]? body, JsonTypeInfo<T> type, CancellationToken cancellationToken, Func<HttpResponseMessage, bool>? accept = null)
    {
        using var request = Request(method, path, body);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode && accept?.Invoke(response) != true)
        {
            throw await ErrorBody.ReadAsync(response, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        try
        {
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw NotUnderstood(request.RequestUri!, exception);
        }
    }

    /// <summary>Copies the body of an answer, whatever it is, as it arrives.</summary>
    public async Task CopyAsync(string path, Stream destination, CancellationToken cancellationToken)
    {
        using var idle = new IdleTimeout(_options.StreamIdleTimeout, _options.TimeProvider, cancellationToken);
        using var request = Request(HttpMethod.Get, path, null);
        using var response = await idle.RunAsync(token =>
            new ValueTask<HttpResponseMessage>(_http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token))).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw await ErrorBody.ReadAsync(response, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = content.ConfigureAwait(false);
        await new IdleTimeoutStream(content, idle).CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The data of each event of a streamed answer, as it arrives.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> StreamAsync(
        HttpMethod method, string path, byte[]? body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var idle = new IdleTimeout(_options.StreamIdleTimeout, _options.TimeProvider, cancellationToken);
        using var request = Request(method, path, body);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await idle.RunAsync(token =>
            new ValueTask<HttpResponseMessage>(_http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token))).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw await ErrorBody.ReadAsync(response, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            throw NotUnderstood(request.RequestUri!, null);
        }

        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = content.ConfigureAwait(false);
        var parser = SseParser.Create(new IdleTimeoutStream(content, idle), (_, data) => (ReadOnlyMemory<byte>)data.ToArray());
        await foreach (var item in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item.Data;
        }
    }

    /// <summary>One event's data; an error envelope in it is thrown, for it ends the stream.</summary>
    public T ParseEvent<T>(ReadOnlyMemory<byte> data, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(data.Span, type) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw ErrorBody.TryParse(data, null) ?? NotUnderstood(BaseAddress, exception);
        }
    }

    /// <summary>A stream that stopped before its last event: the service went away in the middle of an answer.</summary>
    public static HttpIOException Truncated() =>
        new(HttpRequestError.ResponseEnded, "The answer ended before it was complete: the service closed the connection.");

    public void Dispose()
    {
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body)
    {
        var request = new HttpRequestMessage(method, new Uri(BaseAddress, path));
        if (_options.ApiKey is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    // A proxy from the environment must not stand between a program and a service on the same machine. A stream that is left early is
    // not read to its end first, or the model would go on answering meanwhile.
    private static HttpClient Create(Uri baseAddress) =>
        new(new SocketsHttpHandler
        {
            UseProxy = !(baseAddress.IsAbsoluteUri && baseAddress.IsLoopback),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            MaxResponseDrainSize = 0,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private static MultiLLMApiException NotUnderstood(Uri address, Exception? inner) =>
        new(null, "invalid_response", $"{address} did not answer as a MultiLLM service does.", innerException: inner);
}
