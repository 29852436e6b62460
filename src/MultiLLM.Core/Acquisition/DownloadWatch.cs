using System.Threading.Channels;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition;

/// <summary>One caller's ear at a download. A slow listener misses statuses, never the end.</summary>
internal sealed class DownloadWatch(long id, Action<long> leave) : IDownloadWatch
{
    private readonly Channel<DownloadStatus> _latest = Channel.CreateBounded<DownloadStatus>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly TaskCompletionSource<Result<PullOutcome>> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Id => id;

    public Task<Result<PullOutcome>> Outcome => _outcome.Task;

    public IAsyncEnumerable<DownloadStatus> ProgressAsync(CancellationToken cancellationToken) => _latest.Reader.ReadAllAsync(cancellationToken);

    public void Show(DownloadStatus status) => _latest.Writer.TryWrite(status);

    public void End(Result<PullOutcome> outcome)
    {
        _outcome.TrySetResult(outcome);
        _latest.Writer.TryComplete();
    }

    public ValueTask DisposeAsync()
    {
        if (!_outcome.Task.IsCompleted)
            leave(id);
        return ValueTask.CompletedTask;
    }
}
