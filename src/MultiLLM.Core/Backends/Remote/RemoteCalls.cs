using System.Collections.Concurrent;
using System.Net.Http.Headers;
using MultiLLM.Core.Backends.Addresses;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>
/// Sends requests to remote servers: to the configured address and nowhere else, with no header that a caller brought. Connections are kept and shared, and made
/// afresh every few minutes, so that a name's new address is seen.
/// </summary>
internal sealed class RemoteCalls(RemoteHttp handlers, TimeProvider time) : IDisposable
{
    private const int LargestFailure = 64 * 1024;
    private static readonly ProductInfoHeaderValue Agent = new("MultiLLM", typeof(RemoteCalls).Assembly.GetName().Version?.ToString(3));
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly ConcurrentDictionary<TimeSpan, Lazy<HttpMessageInvoker>> _byConnectTimeout = new();

    /// <summary>
    /// The head of a good reply; dispose it. Fails with <see cref="MultiLLMException"/> where the server cannot be reached, refuses or fails, and with
    /// <see cref="OperationCanceledException"/> where the caller left.
    /// </summary>
    /// <param name="endpoint">Whom to ask.</param>
    /// <param name="path">Below its base address.</param>
    /// <param name="body">JSON; null: a GET without any.</param>
    /// <param name="clock">Ends the wait.</param>
    public async Task<HttpResponseMessage> SendAsync(RemoteEndpoint endpoint, string path, ReadOnlyMemory<byte>? body, StreamClock clock)
    {
        var response = await AnyAsync(endpoint, path, body, clock);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            try
            {
                var told = await ReadAsync(response.Content, LargestFailure, clock.Token);
                throw new MultiLLMException(RemoteFailure.Of(endpoint, response.StatusCode, response.Headers, told, KeyOf(endpoint), time));
            }
            catch (Exception failure) when (Of(failure, endpoint, clock) is { } error)
            {
                throw new MultiLLMException(error, failure);
            }
        }
    }

    /// <summary>As above, but a reply of any status counts.</summary>
    public async Task<HttpResponseMessage> AnyAsync(RemoteEndpoint endpoint, string path, ReadOnlyMemory<byte>? body, StreamClock clock)
    {
        using var request = Request(endpoint, path, body, KeyOf(endpoint));
        try
        {
            return await Invoker(endpoint.ConnectTimeout).SendAsync(request, clock.Token);
        }
        catch (Exception failure) when (Of(failure, endpoint, clock) is { } error)
        {
            throw new MultiLLMException(error, failure);
        }
    }

    /// <summary>What an exception of the network says of the server; null: it says nothing, or its caller left.</summary>
    public static Error? Of(Exception failure, RemoteEndpoint endpoint, StreamClock clock) => failure switch
    {
        OperationCanceledException when clock.CallerLeft => null,
        _ when clock.RanOut => RemoteFailure.Silent(endpoint, clock.Limit),
        OperationCanceledException => RemoteFailure.NoConnection(endpoint),
        HttpRequestException http => RemoteFailure.Unreachable(endpoint, http),
        IOException => RemoteFailure.BrokenOff(endpoint),
        _ => null,
    };

    /// <summary>At most so many bytes of a body.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[Math.Min(most, 16 * 1024)];
        var length = 0;
        while (true)
        {
            if (length == bytes.Length)
            {
                if (length == most)
                    return bytes;
                Array.Resize(ref bytes, (int)Math.Min(most, 2L * length));
            }
            var read = await stream.ReadAsync(bytes.AsMemory(length), cancellationToken);
            if (read == 0)
                return bytes.AsMemory(0, length);
            length += read;
        }
    }

    public void Dispose()
    {
        foreach (var invoker in _byConnectTimeout.Values.Where(invoker => invoker.IsValueCreated))
            invoker.Value.Dispose();
    }

    private static HttpRequestMessage Request(RemoteEndpoint endpoint, string path, ReadOnlyMemory<byte>? body, string? key)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(endpoint.BaseUrl, path))
        {
            VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher, // HTTP/2 where TLS offers it
        };
        request.Headers.UserAgent.Add(Agent);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = JsonType;
        }
        return request;
    }

    /// <summary>What is sent as its key; null: none. Fails with <see cref="MultiLLMException"/> where it cannot be read or sent.</summary>
    public static string? KeyOf(RemoteEndpoint endpoint)
    {
        string? key;
        try
        {
            key = endpoint.ApiKey()?.Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MultiLLMException(RemoteFailure.BadKey(endpoint, "its file cannot be read"));
        }
        if (string.IsNullOrEmpty(key))
            return null;
        return key.All(c => c is > ' ' and <= '~') ? key : throw new MultiLLMException(RemoteFailure.BadKey(endpoint, "it has characters that no header takes"));
    }

    private HttpMessageInvoker Invoker(TimeSpan connectTimeout) =>
        _byConnectTimeout.GetOrAdd(connectTimeout, timeout => new(() => new HttpMessageInvoker(Handler(timeout)))).Value;

    private SocketsHttpHandler Handler(TimeSpan connectTimeout)
    {
        var handler = handlers.CreateHandler(connectTimeout);
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        return handler;
    }
}
