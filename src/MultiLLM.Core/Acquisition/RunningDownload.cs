namespace MultiLLM.Core.Acquisition;

/// <summary>A transfer under way, as the owner of the downloads sees it.</summary>
internal sealed class RunningDownload : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly RateMeter _rate = new();
    private readonly TimeProvider _time;
    private readonly long _started;

    public RunningDownload(TimeProvider time)
    {
        (_time, _started, Stopping) = (time, time.GetTimestamp(), _stop.Token);
        Read();
    }

    public TransferMeter Meter { get; } = new();
    public CancellationToken Stopping { get; }

    public void Stop() => _stop.Cancel();

    public void Read() => _rate.Read(_time.GetElapsedTime(_started), Meter.BytesFetched);

    public DownloadStatus Status(Download download)
    {
        var (done, total) = (Meter.BytesResumed + Meter.BytesFetched, Meter.BytesTotal);
        var fetching = Meter.State == DownloadState.Downloading && download.Phase == DownloadPhase.Running;
        return new DownloadStatus
        {
            Id = download.Id,
            Source = download.Plan!.SourceText,
            State = download.Phase == DownloadPhase.Running ? Meter.State : DownloadState.Stopping,
            File = Meter.File,
            BytesDone = done,
            BytesTotal = total,
            BytesResumed = Meter.BytesResumed,
            BytesPerSecond = fetching ? _rate.BytesPerSecond : null,
            TimeLeft = fetching && total is { } all ? _rate.TimeLeft(all - done) : null,
            Problem = Meter.Problem,
        };
    }

    public void Dispose() => _stop.Dispose();
}
