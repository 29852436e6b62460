using System.Threading.Channels;

namespace MultiLLM.Dashboard.Live;

/// <summary>Rung by anybody, heard by one who waits for it. Rings that nobody waited for are heard as one.</summary>
internal sealed class Bell
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rung.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await _rung.Reader.ReadAsync(cancellationToken);

    /// <param name="atMost">May be infinite.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="cancellationToken">Ends the waiting with an exception.</param>
    /// <returns>Whether it was rung; false: the time was over first.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rung = WaitAsync(either.Token);
        await Task.WhenAny(rung, Task.Delay(atMost, time, either.Token));
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return rung.IsCompletedSuccessfully;
    }
}
