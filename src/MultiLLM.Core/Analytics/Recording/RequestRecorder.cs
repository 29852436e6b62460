using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>Tells the observers, and queues records for the writer. What does not fit is counted.</summary>
internal sealed class RequestRecorder : IRequestRecorder
{
    private readonly Channel<RequestRecord> _queue;
    private readonly AcceptedCount _accepted;
    private readonly IRequestObserver[] _observers;
    private readonly AnalyticsOptions _options;
    private readonly TaskCompletionSource _completing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;

    public RequestRecorder(IOptions<AnalyticsOptions> options, AcceptedCount accepted, IEnumerable<IRequestObserver> observers)
    {
        (_options, _accepted, _observers) = (options.Value, accepted, [.. observers]);
        _queue = Channel.CreateBounded<RequestRecord>(new BoundedChannelOptions(_options.QueueCapacity) { SingleReader = true });
    }

    public bool KeepsPrompts => _options is { Enabled: true, KeepPrompts: true };

    /// <summary>For the writer.</summary>
    public ChannelReader<RequestRecord> Reader => _queue.Reader;

    /// <summary>Ends when nothing more will be queued.</summary>
    public Task Completing => _completing.Task;

    /// <summary>Nothing more will be queued.</summary>
    public bool IsComplete => Completing.IsCompleted;

    /// <summary>Records that found no room in the queue.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void Record(RequestRecord record)
    {
        foreach (var observer in _observers)
            observer.Observe(record);
        if (!_options.Enabled)
            return;
        if (_queue.Writer.TryWrite(record))
            _accepted.Increment();
        else
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>Nothing comes any more; what comes all the same counts as dropped.</summary>
    public void Complete()
    {
        _queue.Writer.TryComplete();
        _completing.TrySetResult();
    }
}
