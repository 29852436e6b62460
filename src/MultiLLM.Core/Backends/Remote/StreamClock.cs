namespace MultiLLM.Core.Backends.Remote;

/// <summary>Ends a call whose server is silent for too long, and tells that from a caller who left.</summary>
internal sealed class StreamClock : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;

    public StreamClock(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        (Limit, _caller) = (limit, caller);
        _silence = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, caller);
    }

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Token => _either.Token;
    public bool CallerLeft => _caller.IsCancellationRequested;
    public bool RanOut => _silence.IsCancellationRequested;

    /// <summary>Of silence.</summary>
    public TimeSpan Limit { get; private set; }

    /// <summary>Something came: from now on silence of so long ends it.</summary>
    public void Restart(TimeSpan limit)
    {
        Limit = limit;
        _silence.CancelAfter(limit);
    }

    /// <summary>What the caller does with what came is no silence of the server.</summary>
    public void Pause() => _silence.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
    }
}
