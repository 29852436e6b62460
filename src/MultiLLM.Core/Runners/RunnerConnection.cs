using System.Collections.Concurrent;
using System.Net.Sockets;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Runners;

/// <summary>The server's end of the socket to one runner: many requests at once, told apart by id.</summary>
internal sealed class RunnerConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly ConcurrentDictionary<ulong, PendingRequest> _pending = new();
    private readonly Lock _gate = new();
    private ulong _lastId;
    private Error? _closed;

    public RunnerConnection(Socket socket, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _reader = new FrameReader(socket);
        _writer = new FrameWriter(socket);
    }

    /// <summary>Requests are under way.</summary>
    public bool HasWork => !_pending.IsEmpty;

    /// <summary>Reads the greeting; call once, before <see cref="RunAsync"/>.</summary>
    public async Task<Hello> ReceiveHelloAsync(CancellationToken cancellationToken)
    {
        FromRunner? first;
        while ((first = _reader.TryRead()) is null)
        {
            if (!await _reader.FillAsync(cancellationToken))
                throw new InvalidDataException("The runner closed the connection before it was ready.");
        }
        return first.Hello ?? throw new InvalidDataException($"The runner began with {first.BodyCase} instead of Hello.");
    }

    /// <summary>Hands replies to their requests until the connection ends; returns what ended it, null for a plain close.</summary>
    public async Task<Exception?> RunAsync()
    {
        try
        {
            do
            {
                while (_reader.TryRead() is { } reply)
                    Dispatch(reply);
            }
            while (await _reader.FillAsync(CancellationToken.None));
            return null;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidDataException)
        {
            return error;
        }
        finally
        {
            _reader.Dispose();
        }
    }

    /// <summary>Sends a request. Dispose the result in any case.</summary>
    public PendingRequest Send(ToRunner message)
    {
        PendingRequest request;
        lock (_gate)
        {
            if (_closed is not null)
                throw new MultiLLMException(_closed);
            request = new PendingRequest(this, ++_lastId, _time);
            _pending[request.Id] = request;
        }
        message.RequestId = request.Id;
        _writer.Post(message);
        return request;
    }

    public void Post(ToRunner message) => _writer.Post(message);

    public void Forget(ulong id) => _pending.TryRemove(id, out _);

    /// <summary>Fails every request under way and every later one with the given error. The first error stays.</summary>
    public void Close(Error error)
    {
        lock (_gate)
            _closed ??= error;
        foreach (var id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out var request))
                request.Fail(_closed);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Dispatch(FromRunner reply)
    {
        if (_pending.TryGetValue(reply.RequestId, out var request) && request.Take(reply))
            _pending.TryRemove(reply.RequestId, out _);
    }
}
