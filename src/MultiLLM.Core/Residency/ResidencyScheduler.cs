using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Residency.Room;

namespace MultiLLM.Core.Residency;

/// <summary>
/// Decides what is loaded, evicted, granted and refused. Pure: events and the time come in, orders go out through
/// <see cref="IResidencyEffects"/>; no threads, no clock. One caller at a time; effects must not call back.
/// </summary>
/// <remarks>
/// A request for a loaded model is granted at once (a model whose definition changed since is loaded afresh when it is idle). Models that wait
/// for room get it in order of their oldest waiter (<see cref="RoomPlanner"/>): free room, room that is being freed, or that of the idle models
/// whose absence costs least. Where other callers are likely to want those soon, <see cref="SwitchPatience"/> lets them go first for a while.
/// Where too few models are idle, a steady stream of requests on the loaded ones could keep a waiting model out for ever. Therefore, once its
/// oldest waiter has waited <see cref="ResidencyRules.MaxWaitForRoom"/>, the models whose absence costs least drain: they lend no more, are
/// evicted when their requests under way are done, and their new requests queue like any other's. A model thus waits at most that bound, plus
/// the requests under way, per model waiting ahead of it.
/// </remarks>
internal sealed class ResidencyScheduler : IRoomOrders
{
    private readonly ResidencyRules _rules;
    private readonly IResidencyEffects _effects;
    private readonly ResidentTable _residents = new();
    private readonly WaitingRoom _waiting = new();
    private readonly ReuseRates _reuse = new();
    private readonly LoadFailures _failures = new();
    private readonly SwitchPatience _patience;
    private readonly LoadSizing _sizing;
    private readonly RoomPlanner _planner;
    private DateTimeOffset _now;
    private long _lastLoad;
    private bool _stopping;

    public ResidencyScheduler(ResidencyRules rules, IResidencyFacts facts, IResidencyEffects effects)
    {
        (_rules, _effects) = (rules, effects);
        _patience = new SwitchPatience(rules.SwitchPatience);
        _sizing = new LoadSizing(facts, _failures);
        _planner = new RoomPlanner(rules, facts, _sizing, _failures, _reuse, _patience, this);
    }

    public IReadOnlyDictionary<string, Resident> Residents => _residents.ByModel;
    public IReadOnlyDictionary<string, LoadFailures.Failure> Failures => _failures.All;
    public IReadOnlyDictionary<string, ResidentTable.Departure> Departures => _residents.Departures;
    public IReadOnlyList<HostMemory> Memory => _planner.Memory;
    public WaitingRoom Waiting => _waiting;

    /// <summary>Stopping, and nothing is left in memory.</summary>
    public bool IsStopped => _stopping && _residents.Count == 0;

    public void Acquire(long waiter, ModelDefinition model, LoadDemand demand, DateTimeOffset now)
    {
        _now = now;
        if (_stopping)
        {
            _effects.Fail(waiter, Reasons.Stopping);
            return;
        }
        if (demand.AtOnce)
        {
            if (_residents.Find(model.Id) is { State: ModelState.Ready, Draining: false } free && free.Model == model && free.Leases < free.Slots && Suits(free, demand))
                Grant(waiter, demand, free);
            else
                _effects.Fail(waiter, Reasons.NotAtOnce(model.Id));
            return;
        }
        _reuse.Used(model.Id, now);
        _patience.Came(_residents.All.Any(r => r.Leases > 0 && r.Model.Id != model.Id) || _waiting.Groups.Any(g => g.Model.Id != model.Id));
        if (demand.Cause is LoadCause.Explicit)
            _failures.EndBackoff(model.Id);
        if (demand.Pin && _residents.Pin(model.Id))
            Report(ResidencyEventKind.Pinned, model.Id, "It stays in memory until it is unpinned or unloaded on request.");
        if (_residents.Find(model.Id) is { IsIdle: true } outdated && outdated.Model != model)
            Unload(outdated, UnloadCause.Changed, "Its file or settings changed.");
        if (_residents.Find(model.Id) is { State: ModelState.Ready, Draining: false } ready && Suits(ready, demand))
        {
            if (ready.Leases >= ready.Slots + _rules.MaxWaitingPerModel)
                _effects.Fail(waiter, Reasons.Full($"{_rules.MaxWaitingPerModel} requests wait for {model.Id} already."));
            else
                Grant(waiter, demand, ready);
            return;
        }
        if (QueueIsFull(model.Id) is { } full)
        {
            _effects.Fail(waiter, full);
            return;
        }
        _waiting.Add(waiter, model, demand, now);
        Schedule();
    }

    /// <summary>
    /// The caller left while it waited; unknown waiters are ignored. A load that nobody else waits for is given up, unless it is almost done:
    /// then the next request has it for the rest of its price.
    /// </summary>
    public void Cancel(long waiter, DateTimeOffset now)
    {
        _now = now;
        if (_waiting.Remove(waiter) is not { } model)
            return;
        if (_waiting.CountFor(model.Id) == 0 && _residents.Find(model.Id) is { State: ModelState.Loading } loading && !_residents.IsAlmostLoaded(loading, now))
            Unload(loading, UnloadCause.Abandoned, "Nobody waits for its load any more.");
        Schedule();
    }

    public void Released(long load, DateTimeOffset now)
    {
        _now = now;
        if (!_residents.TryFind(load, out var resident))
            return; // the runner died meanwhile
        resident.Leases--;
        resident.LastUsedAt = now;
        resident.Served = true;
        _failures.Served(resident.Model.Id);
        if (_stopping && resident.IsIdle)
            Unload(resident, UnloadCause.Stopping, Reasons.Stopping);
        else if (resident is { IsIdle: true, Pinned: false, KeepAlive: { Ticks: 0 } } && _waiting.CountFor(resident.Model.Id) == 0)
            Unload(resident, UnloadCause.KeepAlive, "Its last request asked for keep_alive 0.");
        Schedule();
    }

    public void Progress(long load, double fraction)
    {
        if (_residents.TryFind(load, ModelState.Loading, out var resident))
            resident.Progress = fraction;
    }

    /// <param name="load">The load that ended well.</param>
    /// <param name="slots">Requests it batches together.</param>
    /// <param name="seenBytes">Of its memory, what the machine's available memory lacks now.</param>
    /// <param name="now">The time.</param>
    public void Loaded(long load, int slots, long seenBytes, DateTimeOffset now)
    {
        _now = now;
        if (!_residents.TryFind(load, ModelState.Loading, out var resident))
            return; // given up meanwhile
        resident.State = ModelState.Ready;
        resident.Slots = Math.Max(1, slots);
        resident.LoadedAt = now;
        resident.LastUsedAt = now;
        _residents.Loaded(resident);
        _failures.Loaded(resident.Model.Id);
        resident.Bytes = _sizing.BytesOf(resident.Model, resident.Size.Plan);
        resident.SeenBytes = Math.Min(seenBytes, resident.Bytes);
        Report(ResidencyEventKind.Loaded, resident.Model.Id, resident.WhyLoaded, resident.Bytes, resident.LoadTime.TotalSeconds);
        GrantAll(resident);
        Schedule();
        Recount();
    }

    /// <summary>The runner counted its memory again.</summary>
    public void Measured(long load, long seenBytes)
    {
        if (_residents.TryFind(load, ModelState.Ready, out var resident))
            resident.SeenBytes = Math.Min(seenBytes, resident.Bytes);
    }

    /// <summary>
    /// Tries once more where that may help (<see cref="LoadFailures"/>); else fails all who wait for the model. False: the load had been given up.
    /// </summary>
    public bool LoadFailed(long load, Error error, DateTimeOffset now)
    {
        _now = now;
        if (!_residents.TryFind(load, ModelState.Loading, out var resident))
            return false;
        var model = resident.Model;
        _residents.Remove(resident);
        var wanted = _waiting.CountFor(model.Id) > 0;
        var roomCanBeMade = _residents.All.Any(r => r.Host == resident.Host && r is { IsIdle: true, IsPinned: false });
        var isRetry = _failures.All.GetValueOrDefault(model.Id)?.IsRetry ?? false;
        if (_failures.LoadFailed(model, resident.Bytes, error, wanted, roomCanBeMade, now))
        {
            Report(ResidencyEventKind.LoadFailed, model.Id, $"{error.Message} It is tried once more{(roomCanBeMade ? ", with more room" : "")}.");
        }
        else
        {
            var last = error with
            {
                Code = error.Code is ErrorCode.RunnerCrashed ? ErrorCode.ModelLoadFailed : error.Code,
                Message = isRetry ? $"{model.Id} could not be loaded, in two tries. {error.Message}" : error.Message,
            };
            Report(ResidencyEventKind.LoadFailed, model.Id, last.Message);
            FailAll(model.Id, last);
        }
        Schedule();
        return true;
    }

    /// <summary>
    /// A loaded model's runner died. Its leases are void; who waits for the model gets it loaded again. False: it was being unloaded.
    /// </summary>
    public bool Exited(long load, Error error, DateTimeOffset now)
    {
        _now = now;
        if (!_residents.TryFind(load, ModelState.Ready, out var resident))
            return false;
        _residents.Remove(resident);
        _failures.Crashed(resident.Model, resident.Served, error, now);
        _effects.Report(new ResidencyEvent(_now, ResidencyEventKind.Crashed, resident.Model.Id, error.Message, resident.Bytes) { AgeSeconds = AgeOf(resident) });
        Schedule();
        Recount();
        return true;
    }

    public void AskUnload(long asker, string modelId, DateTimeOffset now)
    {
        _now = now;
        switch (_residents.Find(modelId))
        {
            case null:
                _effects.AnswerUnload(asker, false);
                break;
            case { State: ModelState.Loading }:
                _effects.AnswerUnload(asker, new Error(ErrorCode.ModelBusy, $"{modelId} is loading."));
                break;
            case { State: ModelState.Ready, Leases: > 0 and var leases }:
                _effects.AnswerUnload(asker, new Error(ErrorCode.ModelBusy, $"{modelId} is answering {leases} {(leases == 1 ? "request" : "requests")}."));
                break;
            case var resident:
                _residents.Unpin(modelId);
                resident.UnloadAskers.Add(asker);
                if (resident.State == ModelState.Ready)
                    Unload(resident, UnloadCause.Request, "It was unloaded on request.");
                Schedule();
                break;
        }
    }

    /// <summary>True: it was pinned, by name or by a request's keep-alive.</summary>
    public bool Unpin(string modelId, DateTimeOffset now)
    {
        _now = now;
        var pinned = _residents.Unpin(modelId);
        if (pinned)
            Report(ResidencyEventKind.Unpinned, modelId, "It may leave memory again.");
        Schedule();
        return pinned;
    }

    public void Unloaded(long load, DateTimeOffset now)
    {
        _now = now;
        if (!_residents.TryFind(load, out var resident))
            return;
        _residents.Remove(resident);
        Report(ResidencyEventKind.Unloaded, resident.Model.Id, _residents.Departures[resident.Model.Id].Reason, resident.Bytes);
        foreach (var asker in resident.UnloadAskers)
            _effects.AnswerUnload(asker, true);
        Schedule();
        Recount();
    }

    /// <summary>Time has passed; due at <see cref="NextTick"/> or later.</summary>
    public void Tick(DateTimeOffset now)
    {
        _now = now;
        foreach (var resident in _residents.All.Where(r => IdleUntil(r) <= now).ToList())
            Unload(resident, UnloadCause.Idle, Reasons.Idle(now - resident.LastUsedAt));
        Schedule();
    }

    /// <summary>When time alone changes something next; null: never.</summary>
    public DateTimeOffset? NextTick()
    {
        DateTimeOffset? next = null;
        foreach (var resident in _residents.All)
            Earlier(IdleUntil(resident));
        foreach (var group in _waiting.Groups)
            Earlier(group.LookAgainAt);
        return next;

        void Earlier(DateTimeOffset? at) => next = at is null || next < at ? next : at;
    }

    /// <summary>When idle time will unload it; null: it is in use, pinned, or stays however long it is idle.</summary>
    public DateTimeOffset? IdleUntil(Resident resident) =>
        resident is { IsIdle: true, IsPinned: false } && (resident.KeepAlive ?? _rules.IdleUnloadAfter) is { } limit ? resident.LastUsedAt + limit : null;

    /// <summary>Refuses all who wait and all who come; unloads what is idle, and the rest as its requests end.</summary>
    public void Stop()
    {
        _stopping = true;
        foreach (var group in _waiting.ByAge.ToList())
            FailAll(group.Model.Id, Reasons.Stopping);
        foreach (var resident in _residents.All.Where(r => r.IsIdle || r.State == ModelState.Loading))
            Unload(resident, UnloadCause.Stopping, Reasons.Stopping);
    }

    /// <summary>After <see cref="Stop"/>: unloads also what is busy.</summary>
    public void StopNow()
    {
        foreach (var resident in _residents.All.Where(r => r.State is ModelState.Ready or ModelState.Loading))
            Unload(resident, UnloadCause.Stopping, Reasons.Stopping);
    }

    void IRoomOrders.Load(WaitingRoom.Group group, LoadSize size, int host)
    {
        var resident = new Resident(++_lastLoad, group.Model, size, host, Reasons.Loading(group, size), _now);
        _residents.Add(resident);
        Report(ResidencyEventKind.Loading, group.Model.Id, resident.WhyLoaded, size.Bytes);
        _effects.StartLoad(new LoadOrder(resident.Load, group.Model, size.Plan, _rules.Hosts[host]));
    }

    void IRoomOrders.Evict(Resident resident, UnloadCause cause, string reason) => Unload(resident, cause, reason);

    void IRoomOrders.Refuse(WaitingRoom.Group group, Error error)
    {
        Report(ResidencyEventKind.Refused, group.Model.Id, error.Message);
        FailAll(group.Model.Id, error);
    }

    private void Schedule()
    {
        if (_stopping)
            return;
        _planner.Plan(_residents.ByModel, _waiting, _now);
        if (_waiting.Count == 0)
            return;
        foreach (var resident in _residents.All.Where(r => r is { State: ModelState.Ready, Draining: false }))
            GrantAll(resident);
    }

    private void Recount() => _planner.Recount(_residents.ByModel, _now);

    private bool Suits(Resident resident, LoadDemand demand) => _sizing.Suits(resident.Model, resident.Size, demand);

    private Error? QueueIsFull(string modelId) =>
        _waiting.CountFor(modelId) >= _rules.MaxWaitingPerModel ? Reasons.Full($"{_rules.MaxWaitingPerModel} requests wait for {modelId} already.")
        : _waiting.Count >= _rules.MaxQueuedRequests ? Reasons.Full($"{_rules.MaxQueuedRequests} requests wait for models already.")
        : null;

    private void Unload(Resident resident, UnloadCause cause, string reason) => Unload(resident, cause, new Error(ErrorCode.Cancelled, reason));

    private void Unload(Resident resident, UnloadCause cause, Error reason)
    {
        var age = AgeOf(resident);
        resident.State = ModelState.Unloading;
        _residents.Departs(resident, reason.Message, _now);
        _effects.Report(new ResidencyEvent(_now, ResidencyEventKind.Unloading, resident.Model.Id, reason.Message, resident.Bytes) { Cause = cause, AgeSeconds = age });
        _effects.Unload(resident.Load, reason);
    }

    private void GrantAll(Resident resident)
    {
        foreach (var member in _waiting.Take(resident.Model.Id, m => Suits(resident, m.Demand)))
            Grant(member.Waiter, member.Demand, resident);
    }

    private void Grant(long waiter, LoadDemand demand, Resident resident)
    {
        resident.Leases++;
        resident.LastUsedAt = _now;
        resident.KeepAlive = demand.KeepAlive ?? resident.KeepAlive;
        _effects.Grant(waiter, resident.Load);
    }

    private void FailAll(string modelId, Error error)
    {
        if (_residents.Find(modelId) is null)
            _residents.Unpin(modelId);
        foreach (var member in _waiting.Take(modelId))
            _effects.Fail(member.Waiter, error);
    }

    private double? AgeOf(Resident resident) => resident.State == ModelState.Ready ? (_now - resident.LoadedAt).TotalSeconds : null;

    private void Report(ResidencyEventKind kind, string modelId, string reason, long bytes = 0, double? seconds = null) =>
        _effects.Report(new ResidencyEvent(_now, kind, modelId, reason, bytes, seconds));
}
