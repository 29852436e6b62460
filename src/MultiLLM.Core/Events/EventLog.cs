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
    private int _begin; // of the oldest
    private int _count;
    private long _completeAfter; // of what came after this id, nothing is missing
    private long _lastId;
    private TaskCompletionSource _more = NewSignal();

    /// <param name="time">Gives events their time. The first id follows from it too, so that a reader who comes back after a restart is not
    /// taken for one who has seen the new events already.</param>
    public EventLog(TimeProvider time)
    {
        _time = time;
        _lastId = Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds()) * IdsPerMillisecond;
        _completeAfter = _lastId;
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
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, happened.Kind, out _)++;
            Keep(happened with { Id = ++_lastId, Time = happened.Time == default ? _time.GetUtcNow() : happened.Time });
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
            var known = id >= _completeAfter && id <= _lastId;
            var skip = known ? CountUpTo(id) : 0;
            var events = new SystemEvent[_count - skip];
            for (var i = 0; i < events.Length; i++)
                events[i] = At(skip + i);
            return new EventPage(events, _lastId, Missed: !known && id != 0);
        }
    }

    public Task WaitAfterAsync(long id, CancellationToken cancellationToken)
    {
        lock (_gate)
            return id != _lastId ? Task.CompletedTask : _more.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes in what an earlier run of the service kept, as if it had been published first.</summary>
    /// <param name="earlier">Oldest first.</param>
    public void Restore(IEnumerable<SystemEvent> earlier)
    {
        lock (_gate)
        {
            var own = Enumerable.Range(0, _count).Select(At).ToList();
            var first = own.Count > 0 ? own[0].Id : _lastId + 1;
            var kept = earlier.Where(happened => happened.Id > 0 && happened.Id < first).OrderBy(happened => happened.Id).TakeLast(Capacity - own.Count).ToList();
            if (kept.Count == 0)
                return;
            (_begin, _count, _completeAfter) = (0, 0, kept[0].Id - 1);
            foreach (var happened in kept.Concat(own))
                Keep(happened);
        }
    }

    private SystemEvent At(int index) => _ring[(_begin + index) % Capacity];

    private void Keep(SystemEvent happened)
    {
        if (_count == Capacity)
        {
            _completeAfter = _ring[_begin].Id;
            _begin = (_begin + 1) % Capacity;
            _count--;
        }
        _ring[(_begin + _count++) % Capacity] = happened;
    }

    /// <summary>Events whose id is not above this one; ids leave gaps where the service was restarted.</summary>
    private int CountUpTo(long id)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Id <= id)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    // Readers go on elsewhere: who publishes must not run their code.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
