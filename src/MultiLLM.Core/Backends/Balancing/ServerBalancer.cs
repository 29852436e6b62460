using System.Globalization;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>
/// Decides which server of one model gets which request: the one with the least expected wait among those that have room and whose circuit lets it through. Where all that could
/// serve are full, requests wait in their order, a bounded number for a bounded time. Pure: events come in, effects go out. Promises: no server has more requests than it may,
/// every waiter is answered once, and no request is offered to a server it was at before.
/// </summary>
internal sealed class ServerBalancer(string modelId, IBalancerEffects effects)
{
    public const int MostWaiting = 256;
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly List<ServerState> _servers = [];
    private readonly LinkedList<Waiter> _waiting = new();
    private readonly Dictionary<long, Seat> _seats = [];
    private readonly HashSet<Seat> _formerTrials = [];
    private long _seatNumber;

    public IReadOnlyList<ServerState> Servers => _servers;
    public int Waiting => _waiting.Count;
    public int InFlight => _seats.Count;

    /// <summary>Servers as configured now. One that only changed keeps its figures; its circuit begins anew.</summary>
    public void Configure(IReadOnlyList<RemoteServer> servers, TimeSpan now)
    {
        var before = _servers.ToDictionary(state => state.Server.Name, StringComparer.OrdinalIgnoreCase);
        _servers.Clear();
        foreach (var server in servers)
        {
            if (before.TryGetValue(server.Name, out var state) && state.Server.Url == server.Url)
            {
                if (state.Server != server)
                {
                    state.Circuit.Reset();
                    _formerTrials.UnionWith(_seats.Values.Where(seat => seat.IsTrial && seat.Server == state.Server));
                    Rename(state, server);
                }
                _servers.Add(state);
            }
            else
                _servers.Add(new ServerState(server));
        }
        Settle(now);
    }

    /// <summary>A request wants a server it was not at yet.</summary>
    /// <param name="waiter">Its number.</param>
    /// <param name="tried">Names of servers that failed it.</param>
    /// <param name="mayWait">False: at once or not at all.</param>
    /// <param name="now">Since the start.</param>
    public void Ask(long waiter, IReadOnlySet<string> tried, bool mayWait, TimeSpan now)
    {
        Expire(now);
        var asks = new Waiter(waiter, tried, now);
        if (_waiting.Count == 0 && TryGrant(asks, now))
            return;
        if (Hopeless(asks, now) is { } refusal)
            effects.Refuse(waiter, refusal);
        else if (!mayWait)
            effects.Refuse(waiter, new Error(ErrorCode.ModelBusy, $"All servers of {modelId} are busy.", RetryAfter: TimeSpan.FromSeconds(1)));
        else if (_waiting.Count >= MostWaiting)
            effects.Refuse(waiter, Full());
        else
        {
            _waiting.AddLast(asks);
            Settle(now);
        }
    }

    /// <summary>The caller of a waiting request left. False: it was answered already.</summary>
    public bool Leave(long waiter)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Number == waiter)
            {
                _waiting.Remove(node);
                return true;
            }
        }
        return false;
    }

    /// <summary>A request is done with its server, or gave it up.</summary>
    public void Done(Seat seat, ServerOutcome outcome, TimeSpan now)
    {
        if (!_seats.Remove(seat.Number, out var held))
            return;
        var wasTrial = held.IsTrial && !_formerTrials.Remove(held);
        if (Find(held.Server) is { } state)
        {
            state.End(outcome, now);
            Tell(state, state.Circuit.Ended(outcome, wasTrial, now), outcome);
        }
        Settle(now);
    }

    /// <summary>Time passed.</summary>
    public void Tick(TimeSpan now)
    {
        Expire(now);
        Settle(now);
    }

    /// <summary>When time alone changes something for those who wait; null: nobody waits.</summary>
    public TimeSpan? NextTick(TimeSpan now)
    {
        if (_waiting.First is not { Value: var first })
            return null;
        var next = first.Since + LongestWait;
        foreach (var state in _servers)
        {
            var at = state.Circuit.IsOpen ? state.Circuit.Until : state.RoomInMinuteAt(now);
            if (at > now && at < next)
                next = at;
        }
        return next;
    }

    /// <summary>Servers whose circuit a probe should look at, which counts as a trial from now on.</summary>
    public IReadOnlyList<RemoteServer> BeginProbes(TimeSpan now, TimeSpan idleFor)
    {
        var due = _servers.Where(state => state.Circuit.WantsProbe(now) || (!state.Circuit.IsOpen && state.InFlight == 0 && IsIdle(state, now, idleFor))).ToList();
        foreach (var state in due)
            state.Circuit.Begin();
        return due.ConvertAll(state => state.Server);
    }

    public void Probed(RemoteServer server, ServerOutcome outcome, TimeSpan now)
    {
        if (Find(server) is not { } state || state.Server != server)
            return; // configured otherwise meanwhile
        Tell(state, state.Circuit.Ended(outcome, state.Circuit.IsTried, now), outcome);
        state.Probed(now);
        Settle(now);
    }

    private static bool IsIdle(ServerState state, TimeSpan now, TimeSpan idleFor) => now - (state.HeardAt ?? TimeSpan.MinValue / 2) >= idleFor;

    private void Settle(TimeSpan now)
    {
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (TryGrant(node.Value, now))
                _waiting.Remove(node);
            else if (Hopeless(node.Value, now) is { } refusal)
            {
                _waiting.Remove(node);
                effects.Refuse(node.Value.Number, refusal);
            }
            node = next;
        }
    }

    private bool TryGrant(Waiter waiter, TimeSpan now)
    {
        var usual = ExpectedWait.Usual(_servers);
        ServerState? best = null;
        var least = double.PositiveInfinity;
        foreach (var state in _servers)
        {
            if (waiter.Tried.Contains(state.Server.Name) || !state.Circuit.Admits(now) || !state.HasRoom(now))
                continue;
            var wait = ExpectedWait.Of(state, usual, now);
            if (wait < least || (wait == least && (state.UsedAt ?? TimeSpan.MinValue) < (best!.UsedAt ?? TimeSpan.MinValue)))
                (best, least) = (state, wait);
        }
        if (best is null)
            return false;
        var seat = new Seat(++_seatNumber, best.Server, IsTrial: best.Circuit.IsOpen);
        best.Begin(now);
        _seats.Add(seat.Number, seat);
        effects.Grant(waiter.Number, seat);
        return true;
    }

    /// <summary>Null: some server may take it soon.</summary>
    private Error? Hopeless(Waiter waiter, TimeSpan now)
    {
        var left = _servers.Where(state => !waiter.Tried.Contains(state.Server.Name)).ToList();
        if (left.Count == 0)
            return new Error(ErrorCode.BackendUnreachable, $"No other server of {modelId} is left to ask.", RetryAfter: TimeSpan.FromSeconds(1));
        if (left.Exists(state => !state.Circuit.IsOpen))
            return null;
        var soonest = left.MinBy(state => state.Circuit.Until)!;
        var pause = soonest.Circuit.Until - now;
        var retry = pause < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : pause;
        var why = string.Join(" ", left.Take(3).Select(state => state.Circuit.Reason));
        return new Error(
            left.TrueForAll(state => state.Circuit.OpenFor is ServerVerdict.Busy) ? ErrorCode.BackendBusy
                : left.TrueForAll(state => state.Circuit.OpenFor is ServerVerdict.Refused) ? ErrorCode.BackendRefused
                : ErrorCode.BackendUnreachable,
            string.Create(CultureInfo.InvariantCulture, $"{modelId} is left alone for about {Math.Ceiling(retry.TotalSeconds):0} s. {why}"),
            RetryAfter: retry);
    }

    private void Expire(TimeSpan now)
    {
        while (_waiting.First is { Value: var first } && now - first.Since >= LongestWait)
        {
            _waiting.RemoveFirst();
            effects.Refuse(first.Number, new Error(
                ErrorCode.BackendBusy, $"No server of {modelId} had room within {LongestWait.TotalSeconds:0} s.", RetryAfter: TimeSpan.FromSeconds(5)));
        }
    }

    private Error Full() => new(
        ErrorCode.BackendBusy, $"All servers of {modelId} are busy, and {_waiting.Count} requests wait for them already.", RetryAfter: TimeSpan.FromSeconds(5));

    private void Tell(ServerState state, bool changed, ServerOutcome outcome)
    {
        if (!changed)
            return;
        if (state.Circuit.IsOpen)
            effects.CircuitOpened(state.Server, outcome.Verdict, outcome.Reason);
        else
            effects.CircuitClosed(state.Server);
    }

    /// <summary>Seats of a server that only changed are its seats still.</summary>
    private void Rename(ServerState state, RemoteServer server)
    {
        foreach (var (number, seat) in _seats.Where(pair => pair.Value.Server == state.Server).ToList())
        {
            var moved = seat with { Server = server };
            _seats[number] = moved;
            if (_formerTrials.Remove(seat))
                _formerTrials.Add(moved);
        }
        state.Server = server;
    }

    private ServerState? Find(RemoteServer server) => _servers.Find(state => state.Server.Name == server.Name && state.Server.Url == server.Url);

    private sealed record Waiter(long Number, IReadOnlySet<string> Tried, TimeSpan Since);
}
