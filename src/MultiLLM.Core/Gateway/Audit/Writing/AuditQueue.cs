using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace MultiLLM.Core.Gateway.Audit.Writing;

/// <summary>What waits to be written. Appending never waits; what finds no room is counted, and the log itself tells how many entries it lacks.</summary>
internal sealed class AuditQueue : IAuditLog
{
    private readonly Channel<AuditWork> _work;
    private readonly TimeProvider _time;
    private readonly bool _enabled;
    private readonly TaskCompletionSource _completing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;

    public AuditQueue(IOptions<AuditOptions> options, TimeProvider time)
    {
        (_time, _enabled) = (time, options.Value.Enabled);
        _work = Channel.CreateBounded<AuditWork>(new BoundedChannelOptions(options.Value.QueueCapacity) { SingleReader = true });
    }

    /// <summary>For the writer.</summary>
    public ChannelReader<AuditWork> Reader => _work.Reader;

    /// <summary>Ends when nothing more will be queued.</summary>
    public Task Completing => _completing.Task;

    public bool IsComplete => Completing.IsCompleted;

    /// <summary>Entries that found no room.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void Append(AuditEntry entry)
    {
        if (_enabled && !_work.Writer.TryWrite(new AuditWork.Keep(entry, _time.GetUtcNow())))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>False: there is no room, or the service is stopping.</summary>
    public bool TryAsk(AuditWork.Sign work) => _work.Writer.TryWrite(work);

    public void Complete()
    {
        _work.Writer.TryComplete();
        _completing.TrySetResult();
    }
}
