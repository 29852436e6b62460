using MultiLLM.Core.Backends.Sse;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>One streamed reply, event by event. A server that sends one JSON object in spite of what it was asked is read as one event.</summary>
internal sealed class RemoteStream : IAsyncDisposable
{
    private readonly RemoteEndpoint _endpoint;
    private readonly StreamClock _clock;
    private readonly HttpResponseMessage _response;
    private Stream? _body;
    private EventStreamReader? _events;
    private bool _ended;

    private RemoteStream(RemoteEndpoint endpoint, StreamClock clock, HttpResponseMessage response) => (_endpoint, _clock, _response) = (endpoint, clock, response);

    /// <summary>As <see cref="RemoteCalls.SendAsync"/>.</summary>
    public static async Task<RemoteStream> OpenAsync(RemoteCalls http, RemoteEndpoint endpoint, string path, ReadOnlyMemory<byte> body, StreamClock clock) =>
        new(endpoint, clock, await http.SendAsync(endpoint, path, body, clock));

    /// <summary>
    /// JSON of the next event, good until the next call; null: the reply is over. Fails with <see cref="MultiLLMException"/>, and with
    /// <see cref="OperationCanceledException"/> where the caller left.
    /// </summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync()
    {
        if (_ended)
            return null;
        try
        {
            return _events is not null || !IsJson ? await NextEventAsync() : await WholeAsync();
        }
        catch (Exception failure) when (RemoteCalls.Of(failure, _endpoint, _clock) is { } error)
        {
            throw new MultiLLMException(error, failure);
        }
    }

    /// <summary>The server ended it in the way the dialect asks for.</summary>
    public bool IsDone { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _events?.Dispose();
        if (_body is not null)
            await _body.DisposeAsync();
        _response.Dispose(); // what was not read to its end closes the connection, by which the server learns that nobody listens
    }

    private bool IsJson => _response.Content.Headers.ContentType?.MediaType is { } type && type.EndsWith("json", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<ReadOnlyMemory<byte>?> NextEventAsync()
    {
        if (_events is null)
        {
            if (ReplyContent.Check(_response.Content, ReplyContent.EventStream, Server) is { } refused)
                throw new MultiLLMException(refused);
            _body = await _response.Content.ReadAsStreamAsync(_clock.Token);
            _events = new EventStreamReader(_body, Server, ReplyLimits.Default);
        }
        var next = (await _events.ReadAsync(_clock.Token)).OrThrow();
        if (next.Kind is StreamEventKind.Data)
            return next.Data;
        (_ended, IsDone) = (true, next.Kind is StreamEventKind.Done);
        return null;
    }

    private async ValueTask<ReadOnlyMemory<byte>?> WholeAsync()
    {
        if (ReplyContent.Check(_response.Content, ReplyContent.Json, Server) is { } refused)
            throw new MultiLLMException(refused);
        var limit = ReplyLimits.Default.EventBytes;
        var bytes = await RemoteCalls.ReadAsync(_response.Content, limit + 1, _clock.Token);
        if (bytes.Length > limit)
            throw new MultiLLMException(RemoteFailure.Nonsense(_endpoint, $"more than {limit} bytes in one reply"));
        (_ended, IsDone) = (true, true);
        return bytes;
    }

    private string Server => $"The server \"{_endpoint.Name}\"";
}
