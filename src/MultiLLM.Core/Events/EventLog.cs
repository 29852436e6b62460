using System.Runtime.InteropServices;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Events;

/// <summary>A ring of the newest events. Readers are not known to it: they come with the id of the last event they saw.</summary>
public sealed class EventLog : IEventLog, IResidencyEventSink
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 1024;

    private const long IdsPerMillisecond = 1000;

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SystemEvent[] _ring = new SystemEvent[Capacity];
    private readonly long _firstId;
    private long _lastId;
    private TaskCompletionSource _more = NewSignal();

    /// <param name="time">Gives events their time. The first id follows from it too, so that a reader who comes back after a restart is not
    /// taken for one who has seen the new events already.</param>
    public EventLog(TimeProvider time)
    {
        _time = time;
        _lastId = Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds()) * IdsPerMillisecond;
        _firstId = _lastId + 1;
    }

    public long LastId
    {
        get
        {
            lock (_gate)
                return _lastId;
        }
    }

    /// <summary>How many there were since the start, by kind.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Counts
    {
        get
        {
            lock (_gate)
                return [.. _counts];
        }
    }

    public void Publish(SystemEvent happened)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            var id = ++_lastId;
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, happened.Kind, out _)++;
            _ring[Place(id)] = happened with { Id = id, Time = happened.Time == default ? _time.GetUtcNow() : happened.Time };
            (waiting, _more) = (_more, NewSignal());
        }
        waiting.SetResult();
    }

    public void Publish(ResidencyEvent happened) => Publish(new SystemEvent
    {
        Time = happened.Time,
        Kind = EventKinds.Of(happened.Kind),
        ModelId = happened.ModelId,
        Message = happened.Reason,
        Bytes = happened.Bytes > 0 ? happened.Bytes : null,
        Seconds = happened.Seconds,
    });

    public EventPage ReadAfter(long id)
    {
        lock (_gate)
        {
            // An id from the future was given by another service; whoever brings it has seen none of these.
            var oldest = Math.Max(_firstId, _lastId - Capacity + 1);
            var known = id >= oldest - 1 && id <= _lastId;
            var from = known ? id + 1 : oldest;
            var events = new SystemEvent[_lastId - from + 1];
            for (var i = 0; i < events.Length; i++)
                events[i] = _ring[Place(from + i)];
            return new EventPage(events, _lastId, Missed: !known && id != 0);
        }
    }

    public Task WaitAfterAsync(long id, CancellationToken cancellationToken)
    {
        lock (_gate)
            return id != _lastId ? Task.CompletedTask : _more.Task.WaitAsync(cancellationToken);
    }

    private static int Place(long id) => (int)(id % Capacity);

    // Readers go on elsewhere: who publishes must not run their code.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
