namespace MultiLLM.Core.Acquisition;

/// <summary>What a running transfer lets others see. Written by its threads, read by the owner of the downloads.</summary>
internal sealed class TransferMeter
{
    private long _fetched;
    private long _resumed;
    private long _total = -1;

    public volatile string? File;
    public volatile string? Problem;
    private volatile DownloadState _state = DownloadState.Resolving;

    public DownloadState State => _state;
    public long BytesFetched => Interlocked.Read(ref _fetched);
    public long BytesResumed => Interlocked.Read(ref _resumed);
    public long? BytesTotal => Interlocked.Read(ref _total) is >= 0 and var total ? total : null;

    public void Enter(DownloadState state, string? file = null)
    {
        (File, Problem) = (file, null);
        _state = state;
    }

    public void Begin(long total, long resumed)
    {
        Interlocked.Exchange(ref _resumed, resumed);
        Interlocked.Exchange(ref _total, total);
    }

    public void Add(long bytes)
    {
        Interlocked.Add(ref _fetched, bytes);
        Problem = null;
    }
}
