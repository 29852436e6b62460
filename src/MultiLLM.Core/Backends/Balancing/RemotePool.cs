using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>Owner of one model's <see cref="ServerBalancer"/>: brings it events one at a time and carries out what it decides.</summary>
internal sealed class RemotePool : IBalancerEffects, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ServerBalancer _balancer;
    private readonly IServerNews _news;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly DateTimeOffset _startedAt;
    private readonly Dictionary<long, TaskCompletionSource<Result<Seat>>> _waiting = [];
    private readonly List<Action> _told = [];
    private readonly ITimer _timer;
    private RemoteBackend? _backend;
    private long _waiterNumber;
    private (long Waiter, Result<Seat> Answer)? _atOnce;

    public RemotePool(string modelId, IServerNews news, TimeProvider time)
    {
        (ModelId, _news, _time) = (modelId, news, time);
        (_start, _startedAt) = (time.GetTimestamp(), time.GetUtcNow());
        _balancer = new ServerBalancer(modelId, this);
        _timer = time.CreateTimer(static pool => ((RemotePool)pool!).Do(static (balancer, now) => balancer.Tick(now)), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string ModelId { get; }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Takes over what is configured now; nothing happens where it is the same.</summary>
    public void Configure(RemoteBackend backend)
    {
        if (ReferenceEquals(Volatile.Read(ref _backend), backend))
            return;
        Do((balancer, now) =>
        {
            if (!backend.Equals(_backend))
                balancer.Configure(backend.Servers, now);
            Volatile.Write(ref _backend, backend);
        });
    }

    /// <summary>A place at a server; give it back with <see cref="Done"/>.</summary>
    /// <param name="tried">Names of servers that failed the request.</param>
    /// <param name="mayWait">False: at once or not at all.</param>
    /// <param name="cancellationToken">The caller left.</param>
    public async ValueTask<Result<Seat>> TakeAsync(IReadOnlySet<string> tried, bool mayWait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = Interlocked.Increment(ref _waiterNumber);
        TaskCompletionSource<Result<Seat>>? later = null;
        Result<Seat>? atOnce = null;
        Do((balancer, now) =>
        {
            balancer.Ask(waiter, tried, mayWait, now);
            if (_atOnce is { } answer && answer.Waiter == waiter)
                atOnce = answer.Answer;
            else
                _waiting[waiter] = later = new TaskCompletionSource<Result<Seat>>(TaskCreationOptions.RunContinuationsAsynchronously);
            _atOnce = null;
        });
        if (atOnce is { } given)
            return given;
        using var left = cancellationToken.UnsafeRegister(_ => Leave(waiter, cancellationToken), null);
        return await later!.Task;
    }

    public void Done(Seat seat, ServerOutcome outcome) => Do((balancer, now) => balancer.Done(seat, outcome, now));

    /// <summary>Servers that a probe should look at; tell with <see cref="Probed"/>.</summary>
    public IReadOnlyList<RemoteServer> BeginProbes(TimeSpan idleFor)
    {
        IReadOnlyList<RemoteServer> due = [];
        Do((balancer, now) => due = balancer.BeginProbes(now, idleFor));
        return due;
    }

    public void Probed(RemoteServer server, ServerOutcome outcome) => Do((balancer, now) => balancer.Probed(server, outcome, now));

    public RemoteStanding Standing
    {
        get
        {
            lock (_gate)
            {
                var usable = _balancer.Servers.Where(state => !state.Circuit.IsOpen || state.Circuit.Admits(Now)).ToList();
                var places = usable.TrueForAll(state => state.Server.MaxConcurrent is not null) ? usable.Sum(state => state.Server.MaxConcurrent!.Value) : (int?)null;
                return new RemoteStanding(_balancer.InFlight, _balancer.Waiting, places, usable.Count > 0 ? null : _balancer.Servers.FirstOrDefault()?.Circuit.Reason ?? "it has no server");
            }
        }
    }

    public RemoteModelState State
    {
        get
        {
            lock (_gate)
                return new RemoteModelState(ModelId, _balancer.Waiting, [.. _balancer.Servers.Select(StateOf)]);
        }
    }

    public void Dispose() => _timer.Dispose();

    void IBalancerEffects.Grant(long waiter, Seat seat) => Answer(waiter, seat);

    void IBalancerEffects.Refuse(long waiter, Error error) => Answer(waiter, error);

    void IBalancerEffects.CircuitOpened(RemoteServer server, ServerVerdict why, string? reason) => _told.Add(() => _news.Down(ModelId, server, why, reason));

    void IBalancerEffects.CircuitClosed(RemoteServer server) => _told.Add(() => _news.Up(ModelId, server));

    private void Answer(long waiter, Result<Seat> answer)
    {
        if (_waiting.Remove(waiter, out var waits))
            waits.TrySetResult(answer);
        else
            _atOnce = (waiter, answer);
    }

    private void Leave(long waiter, CancellationToken cancellationToken) => Do((balancer, _) =>
    {
        if (balancer.Leave(waiter) && _waiting.Remove(waiter, out var waits))
            waits.TrySetCanceled(cancellationToken);
    });

    private void Do(Action<ServerBalancer, TimeSpan> act)
    {
        Action[] news;
        lock (_gate)
        {
            act(_balancer, Now);
            if (_balancer.NextTick(Now) is { } next)
                _timer.Change(next > Now ? next - Now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            news = _told.Count == 0 ? [] : [.. _told];
            _told.Clear();
        }
        foreach (var tell in news)
            tell();
    }

    private RemoteServerState StateOf(ServerState state) => new()
    {
        Server = state.Server,
        Health = state.Circuit.OpenFor switch
        {
            null => state.HeardAt is null ? RemoteHealth.Unknown : RemoteHealth.Up,
            ServerVerdict.Busy => RemoteHealth.Busy,
            ServerVerdict.Refused => RemoteHealth.Refused,
            _ => RemoteHealth.Down,
        },
        Reason = state.Circuit.Reason,
        RetryAt = state.Circuit.IsOpen ? _startedAt + state.Circuit.Until : null,
        InFlight = state.InFlight,
        Requests = state.Requests,
        Failures = state.Failures,
        LastFailure = state.LastFailure,
        FirstOutputSeconds = state.FirstOutputSeconds,
        HeardAt = _startedAt + state.HeardAt,
    };
}

/// <summary>Is told when servers come and go.</summary>
internal interface IServerNews
{
    void Down(string modelId, RemoteServer server, ServerVerdict why, string? reason);

    void Up(string modelId, RemoteServer server);
}
