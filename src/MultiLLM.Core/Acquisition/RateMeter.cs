namespace MultiLLM.Core.Acquisition;

/// <summary>Bytes a second over the last seconds, from readings of a counter.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Queue<(TimeSpan At, long Bytes)> _readings = [];
    private (TimeSpan At, long Bytes) _last;

    public void Read(TimeSpan at, long bytes)
    {
        _last = (at, bytes);
        _readings.Enqueue(_last);
        while (_readings.Count > 2 && at - _readings.Peek().At > Window)
            _readings.Dequeue();
    }

    /// <summary>Null: too early to tell.</summary>
    public double? BytesPerSecond =>
        _readings.TryPeek(out var first) && (_last.At - first.At).TotalSeconds is >= 0.2 and var seconds ? Math.Max(0, _last.Bytes - first.Bytes) / seconds : null;

    /// <summary>Null: not to be told.</summary>
    public TimeSpan? TimeLeft(long bytesLeft) =>
        BytesPerSecond is > 1 and var rate && bytesLeft / rate < TimeSpan.FromDays(30).TotalSeconds ? TimeSpan.FromSeconds(bytesLeft / rate) : null;
}
