using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Residency;

/// <summary>
/// Decides what is loaded, evicted, granted and refused. Pure: events and the time come in, orders go out through
/// <see cref="IResidencyEffects"/>; no threads, no clock. One caller at a time; effects must not call back.
/// </summary>
/// <remarks>
/// A request for a loaded model is granted at once (a model whose definition changed since is loaded afresh when it is idle). Models that wait for room get it in order of their oldest waiter: a free place, a place
/// that is being freed, or the place of the least recently used idle model. Where no model is idle, a steady stream of requests on the loaded
/// ones could keep a waiting model out for ever. Therefore, once its oldest waiter has waited <see cref="ResidencyRules.MaxWaitForRoom"/>,
/// the model that was loaded longest ago drains: it lends no more, is evicted when its requests under way are done, and its new requests
/// queue like any other's. A model thus waits at most that bound, plus the requests under way on one model, per model waiting ahead of it.
/// </remarks>
internal sealed class ResidencyScheduler(ResidencyRules rules, IResidencyEffects effects)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Resident> _residents = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Resident> _byLoad = [];
    private readonly Dictionary<string, string> _lastErrors = new(StringComparer.Ordinal);
    private readonly WaitingRoom _waiting = new();
    private long _lastLoad;
    private bool _stopping;

    public IReadOnlyDictionary<string, Resident> Residents => _residents;
    public IReadOnlyDictionary<string, string> LastErrors => _lastErrors;
    public WaitingRoom Waiting => _waiting;

    /// <summary>Stopping, and nothing is left in memory.</summary>
    public bool IsStopped => _stopping && _residents.Count == 0;

    public void Acquire(long waiter, ModelDefinition model, DateTimeOffset now)
    {
        if (_stopping)
        {
            effects.Fail(waiter, Stopping());
            return;
        }
        if (_residents.GetValueOrDefault(model.Id) is { IsIdle: true } outdated && outdated.Model != model)
            Unload(outdated, new Error(ErrorCode.Cancelled, "The model's file or settings changed."));
        if (_residents.GetValueOrDefault(model.Id) is { State: ModelState.Ready, Draining: false } ready)
        {
            if (ready.Leases >= ready.Slots + rules.MaxWaitingPerModel)
                effects.Fail(waiter, Full($"{rules.MaxWaitingPerModel} requests wait for {model.Id} already."));
            else
                Grant(waiter, ready, now);
            return;
        }
        if (_waiting.CountFor(model.Id) >= rules.MaxWaitingPerModel)
        {
            effects.Fail(waiter, Full($"{rules.MaxWaitingPerModel} requests wait for {model.Id} already."));
            return;
        }
        if (_waiting.Count >= rules.MaxQueuedRequests)
        {
            effects.Fail(waiter, Full($"{rules.MaxQueuedRequests} requests wait for models already."));
            return;
        }
        _waiting.Add(waiter, model, now);
        Schedule(now);
    }

    /// <summary>The caller left while it waited; unknown waiters are ignored.</summary>
    public void Cancel(long waiter, DateTimeOffset now)
    {
        if (_waiting.Remove(waiter))
            Schedule(now);
    }

    public void Released(long load, DateTimeOffset now)
    {
        if (_byLoad.GetValueOrDefault(load) is not { } resident)
            return; // the runner died meanwhile
        resident.Leases--;
        resident.LastUsedAt = now;
        if (_stopping && resident.IsIdle)
            Unload(resident, Stopping());
        Schedule(now);
    }

    public void Progress(long load, double fraction)
    {
        if (_byLoad.GetValueOrDefault(load) is { State: ModelState.Loading } resident)
            resident.Progress = fraction;
    }

    public void Loaded(long load, int slots, DateTimeOffset now)
    {
        if (_byLoad.GetValueOrDefault(load) is not { State: ModelState.Loading } resident)
            return; // given up meanwhile
        resident.State = ModelState.Ready;
        resident.Slots = Math.Max(1, slots);
        resident.LoadedAt = now;
        resident.LastUsedAt = now;
        _lastErrors.Remove(resident.Model.Id);
        GrantAll(resident, now);
        Schedule(now);
    }

    /// <summary>Fails all who wait for the model; the next request tries afresh. False: the load had been given up.</summary>
    public bool LoadFailed(long load, Error error, DateTimeOffset now)
    {
        if (_byLoad.GetValueOrDefault(load) is not { State: ModelState.Loading } resident)
            return false;
        Remove(resident, error.Message);
        foreach (var waiter in _waiting.TakeAll(resident.Model.Id))
            effects.Fail(waiter, error);
        Schedule(now);
        return true;
    }

    /// <summary>
    /// A loaded model's runner died. Its leases are void; who waits for the model gets it loaded again. False: it was being unloaded.
    /// </summary>
    public bool Exited(long load, Error error, DateTimeOffset now)
    {
        if (_byLoad.GetValueOrDefault(load) is not { State: ModelState.Ready } resident)
            return false;
        Remove(resident, error.Message);
        Schedule(now);
        return true;
    }

    public void AskUnload(long asker, string modelId, DateTimeOffset now)
    {
        switch (_residents.GetValueOrDefault(modelId))
        {
            case null:
                effects.AnswerUnload(asker, false);
                break;
            case { State: ModelState.Loading }:
                effects.AnswerUnload(asker, new Error(ErrorCode.ModelBusy, $"{modelId} is loading."));
                break;
            case { State: ModelState.Ready, Leases: > 0 and var leases }:
                effects.AnswerUnload(asker, new Error(ErrorCode.ModelBusy, $"{modelId} is answering {leases} requests."));
                break;
            case var resident:
                resident.UnloadAskers.Add(asker);
                if (resident.State == ModelState.Ready)
                    Unload(resident, new Error(ErrorCode.Cancelled, "The model was unloaded on request."));
                Schedule(now);
                break;
        }
    }

    public void Unloaded(long load, DateTimeOffset now)
    {
        if (_byLoad.GetValueOrDefault(load) is not { } resident)
            return;
        Remove(resident, error: null);
        foreach (var asker in resident.UnloadAskers)
            effects.AnswerUnload(asker, true);
        Schedule(now);
    }

    /// <summary>Time has passed; due at <see cref="NextTick"/> or later.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (rules.IdleUnloadAfter is { } limit)
        {
            foreach (var resident in _residents.Values.Where(r => r.IsIdle && now - r.LastUsedAt >= limit))
                Unload(resident, new Error(ErrorCode.Cancelled, "The model was unused and unloaded."));
        }
        Schedule(now);
    }

    /// <summary>When time alone changes something next; null: never.</summary>
    public DateTimeOffset? NextTick()
    {
        DateTimeOffset? next = null;
        if (rules.IdleUnloadAfter is { } limit)
        {
            foreach (var resident in _residents.Values.Where(r => r.IsIdle))
                Earlier(resident.LastUsedAt + limit);
        }
        foreach (var group in _waiting.ByAge.Where(g => NeedsRoom(g) && !g.Overdue))
            Earlier(group.OldestSince + rules.MaxWaitForRoom);
        return next;

        void Earlier(DateTimeOffset at) => next = next < at ? next : at;
    }

    /// <summary>Refuses all who wait and all who come; unloads what is idle, and the rest as its requests end.</summary>
    public void Stop()
    {
        _stopping = true;
        foreach (var group in _waiting.ByAge.ToList())
        {
            foreach (var waiter in _waiting.TakeAll(group.Model.Id))
                effects.Fail(waiter, Stopping());
        }
        foreach (var resident in _residents.Values.Where(r => r.IsIdle || r.State == ModelState.Loading))
            Unload(resident, Stopping());
    }

    /// <summary>After <see cref="Stop"/>: unloads also what is busy.</summary>
    public void StopNow()
    {
        foreach (var resident in _residents.Values.Where(r => r.State is ModelState.Ready or ModelState.Loading))
            Unload(resident, Stopping());
    }

    private void Schedule(DateTimeOffset now)
    {
        if (_stopping)
            return;
        foreach (var resident in _residents.Values)
            resident.Draining = false;
        var free = rules.MaxConcurrentModels - _residents.Count;
        var leaving = _residents.Values.Count(r => r.State == ModelState.Unloading);

        foreach (var group in _waiting.ByAge.Where(NeedsRoom).ToList())
        {
            group.Overdue = now - group.OldestSince >= rules.MaxWaitForRoom;
            if (free > 0 && !_residents.ContainsKey(group.Model.Id))
            {
                free--;
                StartLoad(group.Model, now);
            }
            else if (leaving > 0)
            {
                leaving--;
            }
            else if (_residents.Values.Where(r => r.IsIdle).MinBy(r => r.LastUsedAt) is { } idle)
            {
                Unload(idle, new Error(ErrorCode.Cancelled, $"The model made room for {group.Model.Id}."));
            }
            else if (group.Overdue && _residents.Values.Where(r => r is { State: ModelState.Ready, Draining: false }).MinBy(r => r.LoadedAt) is { } oldest)
            {
                oldest.Draining = true;
            }
        }

        if (_waiting.Count == 0)
            return;
        foreach (var resident in _residents.Values.Where(r => r is { State: ModelState.Ready, Draining: false }))
            GrantAll(resident, now);
    }

    private bool NeedsRoom(WaitingRoom.Group group) =>
        _residents.GetValueOrDefault(group.Model.Id)?.State is null or ModelState.Unloading;

    private void StartLoad(ModelDefinition model, DateTimeOffset now)
    {
        var resident = new Resident(++_lastLoad, model, now);
        _residents.Add(model.Id, resident);
        _byLoad.Add(resident.Load, resident);
        effects.StartLoad(resident.Load, model);
    }

    private void Unload(Resident resident, Error reason)
    {
        resident.State = ModelState.Unloading;
        effects.Unload(resident.Load, reason);
    }

    private void Remove(Resident resident, string? error)
    {
        _residents.Remove(resident.Model.Id);
        _byLoad.Remove(resident.Load);
        if (error is not null)
            _lastErrors[resident.Model.Id] = error;
    }

    private void GrantAll(Resident resident, DateTimeOffset now)
    {
        foreach (var waiter in _waiting.TakeAll(resident.Model.Id))
            Grant(waiter, resident, now);
    }

    private void Grant(long waiter, Resident resident, DateTimeOffset now)
    {
        resident.Leases++;
        resident.LastUsedAt = now;
        effects.Grant(waiter, resident.Load);
    }

    private static Error Stopping() => new(ErrorCode.ShuttingDown, "The service is shutting down.");

    private static Error Full(string message) => new(ErrorCode.QueueFull, message, RetryAfter: RetryAfter);
}
