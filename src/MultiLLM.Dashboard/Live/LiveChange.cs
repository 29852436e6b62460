namespace MultiLLM.Dashboard.Live;

/// <summary>Tells one who waits that a part of the live view is other than before. Changes that nobody waited for count as one.</summary>
/// <typeparam name="T">The part, such as a <see cref="TrafficMark"/>.</typeparam>
internal sealed class LiveChange<T> : IDisposable where T : IEquatable<T>
{
    private readonly Bell _changed = new();
    private readonly IDisposable _watching;
    private T _seen;

    public LiveChange(LiveFeed live, Func<LiveView, T> part)
    {
        _seen = part(live.Current);
        // The feed tells one view after the other, so nothing but this call reads and writes what was seen.
        _watching = live.Watch(view =>
        {
            var now = part(view);
            if (now.Equals(_seen))
                return;
            _seen = now;
            _changed.Ring();
        });
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _changed.WaitAsync(cancellationToken);

    /// <inheritdoc cref="Bell.WaitAsync(TimeSpan, TimeProvider, CancellationToken)"/>
    public Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) => _changed.WaitAsync(atMost, time, cancellationToken);

    public void Dispose() => _watching.Dispose();
}
