using MultiLLM.Core.Gateway.Limits;

namespace MultiLLM.Server.Hosting.Admission;

/// <summary>Who waits: of each priority and caller a line, first come, first served. Pure.</summary>
internal sealed class WaitingLines
{
    private readonly Dictionary<RequestPriority, Dictionary<string, LinkedList<Ticket>>> _lines = [];
    private readonly Dictionary<string, int> _byCaller = new(StringComparer.Ordinal);
    private readonly SortedSet<(double Deadline, long Turn, Ticket Ticket)> _deadlines = new(Comparer<(double Deadline, long Turn, Ticket Ticket)>.Create(
        (one, other) => (one.Deadline, one.Turn).CompareTo((other.Deadline, other.Turn))));
    private long _turns;

    public int Count { get; private set; }

    public IReadOnlyList<Ticket> All => [.. _lines.Values.SelectMany(callers => callers.Values).SelectMany(line => line)];

    public double? NextDeadline => _deadlines.Count > 0 ? _deadlines.Min.Deadline : null;

    public int CountOf(string caller) => _byCaller.GetValueOrDefault(caller);

    public bool Any(RequestPriority priority) => _lines.TryGetValue(priority, out var callers) && callers.Count > 0;

    public void Add(Ticket ticket)
    {
        Append(ticket);
        ticket.Turn = ++_turns;
        if (ticket.Deadline is { } deadline)
            _deadlines.Add((deadline, ticket.Turn, ticket));
    }

    /// <summary>The same lines, to try out what would happen. It knows no deadlines.</summary>
    public WaitingLines Copy()
    {
        var copy = new WaitingLines();
        foreach (var ticket in All)
            copy.Append(ticket);
        return copy;
    }

    private void Append(Ticket ticket)
    {
        if (!_lines.TryGetValue(ticket.Flow.Priority, out var callers))
            _lines[ticket.Flow.Priority] = callers = new(StringComparer.Ordinal);
        if (!callers.TryGetValue(ticket.Flow.Caller, out var line))
            callers[ticket.Flow.Caller] = line = new();
        line.AddLast(ticket);
        _byCaller[ticket.Flow.Caller] = CountOf(ticket.Flow.Caller) + 1;
        Count++;
    }

    public void Remove(Ticket ticket)
    {
        var callers = _lines[ticket.Flow.Priority];
        var line = callers[ticket.Flow.Caller];
        line.Remove(ticket);
        if (line.Count == 0)
            callers.Remove(ticket.Flow.Caller);
        Count--;
        if (--_byCaller[ticket.Flow.Caller] == 0)
            _byCaller.Remove(ticket.Flow.Caller);
        if (ticket.Deadline is { } deadline)
            _deadlines.Remove((deadline, ticket.Turn, ticket));
    }

    /// <summary>The first one of the caller who has got least; of several who have got the same, who came first.</summary>
    public Ticket First(RequestPriority priority, FairShares<string> shares) => _lines[priority]
        .Select(line => line.Value.First!.Value)
        .MinBy(first => (shares.ClockOf(first.Flow.Caller), first.Arrived))!;

    /// <summary>The caller with most of all.</summary>
    public string? Longest() => _byCaller.Count == 0 ? null : _byCaller.MaxBy(caller => caller.Value).Key;

    /// <summary>The one that came last, of the lowest priority.</summary>
    public Ticket LastOf(string caller)
    {
        var lowest = _lines.Where(line => line.Value.ContainsKey(caller)).MinBy(line => line.Key);
        return lowest.Value[caller].Last!.Value;
    }

    /// <summary>Null: nobody's deadline has passed.</summary>
    public Ticket? FirstLate(double now) => NextDeadline <= now ? _deadlines.Min.Ticket : null;
}
