using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Runners;

/// <summary>
/// One request under way in a runner. Replies are handed over on the connection's reading thread (no hop per token), so whoever reads
/// them must not block.
/// </summary>
internal sealed class PendingRequest(RunnerConnection connection, ulong id, TimeProvider time) : IDisposable
{
    private readonly Channel<FromRunner> _replies = Channel.CreateUnbounded<FromRunner>(new UnboundedChannelOptions
    {
        SingleReader = true,
        AllowSynchronousContinuations = true,
    });

    private int _ended;
    private long _lastReplyAt = time.GetTimestamp();

    public ulong Id => id;

    /// <summary>Since the last reply arrived, read or not; before the first, since the request was sent.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _lastReplyAt));

    public bool TryNext([MaybeNullWhen(false)] out FromRunner reply) => _replies.Reader.TryRead(out reply);

    /// <summary>Waits until there may be a reply. Throws what <see cref="Fail(Exception)"/> was given, once all replies are taken.</summary>
    public ValueTask<bool> WaitAsync() => _replies.Reader.WaitToReadAsync();

    public async ValueTask<FromRunner> NextAsync()
    {
        FromRunner? reply;
        while (!TryNext(out reply))
        {
            if (!await WaitAsync())
                throw new InvalidOperationException("The request has ended.");
        }
        return reply;
    }

    /// <summary>Hands a reply to the reader; true where it ends the request.</summary>
    public bool Take(FromRunner reply)
    {
        var last = reply.BodyCase is not (FromRunner.BodyOneofCase.Delta or FromRunner.BodyOneofCase.Started or FromRunner.BodyOneofCase.LoadProgress);
        if (last)
            Interlocked.Exchange(ref _ended, 1);
        Volatile.Write(ref _lastReplyAt, time.GetTimestamp());
        _replies.Writer.TryWrite(reply);
        if (last)
            _replies.Writer.TryComplete();
        return last;
    }

    /// <summary>Ends the wait of whoever reads.</summary>
    public void Fail(Exception error)
    {
        _replies.Writer.TryComplete(error);
    }

    public void Fail(Error error)
    {
        Interlocked.Exchange(ref _ended, 1);
        Fail(new MultiLLMException(error));
    }

    /// <summary>Leaves: a request that has not ended is cancelled in the runner at once.</summary>
    public void Dispose()
    {
        connection.Forget(id);
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            connection.Post(new ToRunner { RequestId = id, Cancel = new Cancel() });
    }
}
