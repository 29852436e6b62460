namespace MultiLLM.Core.Acquisition.Transfer;

/// <summary>Gives a connection up that brings too little: silence, and a drip that would take for ever.</summary>
internal sealed class StallWatch : IDisposable
{
    private readonly CancellationTokenSource _giveUp;
    private readonly ITimer _timer;
    private readonly double _leastBytes;
    private long _bytes;

    /// <param name="window">How long to look.</param>
    /// <param name="leastBytesPerSecond">What must come within it on average.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">The caller's own reason to give up.</param>
    public StallWatch(TimeSpan window, long leastBytesPerSecond, TimeProvider time, CancellationToken cancellationToken)
    {
        _leastBytes = Math.Max(1, window.TotalSeconds * leastBytesPerSecond);
        _giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _giveUp.Token;
        _timer = time.CreateTimer(_ => Look(), null, window, window);
    }

    public CancellationToken Token { get; }

    public void Saw(int bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Dispose()
    {
        _timer.Dispose();
        _giveUp.Dispose();
    }

    private void Look()
    {
        if (Interlocked.Exchange(ref _bytes, 0) >= _leastBytes)
            return;
        try
        {
            _giveUp.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The transfer ended while the timer ran out.
        }
    }
}
