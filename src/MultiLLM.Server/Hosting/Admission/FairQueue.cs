using MultiLLM.Core.Gateway.Limits;

namespace MultiLLM.Server.Hosting.Admission;

/// <summary>
/// Lets a bounded number of requests in and a bounded number wait. Who comes next is decided in two steps, each fair by the time that requests take: first
/// between the priorities, sixteen, four and one part, so that none starves; then between the callers of that priority, however many requests each sends. Of
/// one caller they go in turn. Where the queue is full, the last request of whoever has most waiting makes room for a caller with fewer. Pure; one caller at
/// a time.
/// </summary>
internal sealed class FairQueue(FairQueueRules rules, IAdmissionEffects effects)
{
    private const int Slack = 16;
    private const int MostRemembered = 1024;
    private static readonly RequestPriority[] s_priorities = [RequestPriority.High, RequestPriority.Normal, RequestPriority.Low];

    private readonly FairShares<RequestPriority> _classes = new();
    private readonly Dictionary<RequestPriority, FairShares<string>> _callers = s_priorities.ToDictionary(priority => priority, _ => new FairShares<string>());
    private readonly WaitingLines _lines = new();
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);

    public ServiceTimes Times { get; } = new();

    public int Running { get; private set; }

    public int Waiting => _lines.Count;

    /// <summary>Callers whose share is known.</summary>
    public int Remembered => _callers.Values.Sum(shares => shares.Count);

    /// <summary>Seconds until one of so many waiting requests gets its turn, at the pace at which requests end; 1 where that is not known.</summary>
    public double SecondsUntilTurn(int position) => Times.Mean is { } mean ? position * mean / rules.MostRunning : 1;

    public void Arrive(Ticket ticket, double now)
    {
        Expire(now);
        if (ticket.Deadline <= now)
            Refuse(ticket, AdmissionRefusal.Late);
        else if (Running < rules.MostRunning && Waiting == 0)
            LetIn(ticket, now);
        else if (_lines.CountOf(ticket.Flow.Caller) >= rules.MostWaitingPerCaller)
            Refuse(ticket, AdmissionRefusal.CallerFull);
        else if (Waiting < rules.MostWaiting || MakeRoomFor(ticket.Flow.Caller))
            Wait(ticket);
        else
            Refuse(ticket, AdmissionRefusal.Full);
    }

    /// <summary>It is over, or its caller does not wait any more. Doing so twice changes nothing.</summary>
    public void Leave(Ticket ticket, double now)
    {
        switch (ticket.State)
        {
            case TicketState.Waiting:
                _lines.Remove(ticket);
                break;
            case TicketState.Running:
                End(ticket, now);
                break;
        }
        ticket.State = TicketState.Over;
        Admit(now);
        ForgetIdle(ticket.Flow);
    }

    /// <summary>Refuses whose deadline has passed.</summary>
    public void Expire(double now)
    {
        while (_lines.FirstLate(now) is { } late)
        {
            _lines.Remove(late);
            Refuse(late, AdmissionRefusal.Late);
        }
    }

    /// <summary>When <see cref="Expire"/> has something to do; null: never, as it stands.</summary>
    public double? NextDeadline => _lines.NextDeadline;

    /// <summary>Everybody who waits, in the order in which they would get their turn if nobody else came.</summary>
    public IReadOnlyList<Ticket> Order(int most = int.MaxValue)
    {
        var order = new List<Ticket>();
        var classes = _classes.Copy();
        var callers = _callers.ToDictionary(pair => pair.Key, pair => pair.Value.Copy());
        var lines = _lines.Copy();
        while (order.Count < most && Next(classes, callers, lines) is { } next)
        {
            lines.Remove(next);
            Serve(classes, callers, next.Flow, Times.Expect(next.Flow.Caller));
            order.Add(next);
        }
        return order;
    }

    public static double WeightOf(RequestPriority priority) => priority switch
    {
        RequestPriority.High => 16,
        RequestPriority.Low => 1,
        _ => 4,
    };

    private void Wait(Ticket ticket)
    {
        ticket.State = TicketState.Waiting;
        _lines.Add(ticket);
    }

    /// <summary>Whoever has most waiting gives up its last one, where that is still no fewer than the newcomer gets.</summary>
    private bool MakeRoomFor(string caller)
    {
        if (_lines.Longest() is not { } longest || _lines.CountOf(longest) <= _lines.CountOf(caller) + 1)
            return false;
        var last = _lines.LastOf(longest);
        _lines.Remove(last);
        Refuse(last, AdmissionRefusal.Full);
        return true;
    }

    private void Admit(double now)
    {
        Expire(now);
        while (Running < rules.MostRunning && Next(_classes, _callers, _lines) is { } next)
        {
            _lines.Remove(next);
            LetIn(next, now);
        }
    }

    private static Ticket? Next(FairShares<RequestPriority> classes, Dictionary<RequestPriority, FairShares<string>> callers, WaitingLines lines)
    {
        RequestPriority? first = null;
        foreach (var priority in s_priorities)
        {
            if (lines.Any(priority) && (first is not { } best || classes.ClockOf(priority) < classes.ClockOf(best)))
                first = priority;
        }
        return first is { } chosen ? lines.First(chosen, callers[chosen]) : null;
    }

    private void LetIn(Ticket ticket, double now)
    {
        (ticket.State, ticket.BeganAt, ticket.Charged) = (TicketState.Running, now, Times.Expect(ticket.Flow.Caller));
        Serve(_classes, _callers, ticket.Flow, ticket.Charged);
        Running++;
        _running[ticket.Flow.Caller] = _running.GetValueOrDefault(ticket.Flow.Caller) + 1;
        effects.LetIn(ticket);
    }

    private void Refuse(Ticket ticket, AdmissionRefusal why)
    {
        ticket.State = TicketState.Over;
        effects.Refuse(ticket, why);
    }

    /// <summary>What it took is known now, and what was thought is put right.</summary>
    private void End(Ticket ticket, double now)
    {
        var seconds = Math.Max(0, now - ticket.BeganAt);
        Times.Ended(ticket.Flow.Caller, seconds);
        Running--;
        if (--_running[ticket.Flow.Caller] == 0)
            _running.Remove(ticket.Flow.Caller);
        // Who worked long before anybody else came owes no more than one turn of all places: nobody waits for ever because of what was once free.
        var mostAhead = (rules.MostRunning + Slack) * Math.Max(Times.Mean ?? 0, ticket.Charged);
        _classes.Correct(ticket.Flow.Priority, seconds - ticket.Charged, WeightOf(ticket.Flow.Priority), mostAhead);
        _callers[ticket.Flow.Priority].Correct(ticket.Flow.Caller, seconds - ticket.Charged, 1, mostAhead);
    }

    private static void Serve(FairShares<RequestPriority> classes, Dictionary<RequestPriority, FairShares<string>> callers, FlowId flow, double cost)
    {
        classes.Serve(flow.Priority, cost, WeightOf(flow.Priority));
        callers[flow.Priority].Serve(flow.Caller, cost, 1);
    }

    /// <summary>Who has nothing here any more is not remembered while nobody waits, nor where there are too many of them.</summary>
    private void ForgetIdle(FlowId flow)
    {
        if (_running.ContainsKey(flow.Caller) || _lines.CountOf(flow.Caller) > 0)
            return;
        foreach (var shares in _callers.Values)
        {
            if (Waiting == 0)
                shares.Forget(flow.Caller);
            else if (shares.Count > MostRemembered + Waiting + Running)
                shares.Forget(caller => !_running.ContainsKey(caller) && _lines.CountOf(caller) == 0);
        }
    }
}
