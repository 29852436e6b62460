using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency.Room;

/// <summary>
/// Decides for the models that wait for room, the one that waits longest first: load it, wait for what is leaving, evict the cheapest set of
/// idle models, let busy ones drain, or turn it away. Pure.
/// </summary>
internal sealed class RoomPlanner(
    ResidencyRules rules, IResidencyFacts facts, LoadSizing sizing, LoadFailures failures, ReuseRates reuse, SwitchPatience patience, IRoomOrders orders)
{
    private readonly Refusals _refusals = new(facts, sizing);

    /// <summary>As last counted.</summary>
    public IReadOnlyList<HostMemory> Memory { get; private set; } = [];

    /// <summary>Counts for people to see; decisions count for themselves.</summary>
    public void Recount(IReadOnlyDictionary<string, Resident> residents, DateTimeOffset now) => Count(residents, now);

    public void Plan(IReadOnlyDictionary<string, Resident> residents, WaitingRoom waiting, DateTimeOffset now)
    {
        foreach (var resident in residents.Values)
            (resident.WasDraining, resident.Draining) = (resident.Draining, false);
        ShedExcess(residents, now);
        List<HostLedger>? hosts = null;
        foreach (var group in waiting.ByAge.ToList())
        {
            group.LookAgainAt = null;
            var own = residents.GetValueOrDefault(group.Model.Id);
            if (own is { State: ModelState.Loading } || (own is { State: ModelState.Ready } && Suits(own, group)))
                continue; // they get it when it is loaded, or lends again
            if (failures.Refusal(group.Model, now) is { } refusal)
                orders.Refuse(group, refusal);
            else
                Decide(group, own, hosts ??= Count(residents, now), now);
        }
    }

    /// <summary>A model may turn out to take more than was expected; then idle ones leave as far as the limit demands.</summary>
    private void ShedExcess(IReadOnlyDictionary<string, Resident> residents, DateTimeOffset now)
    {
        for (var host = 0; host < rules.Hosts.Count; host++)
        {
            if (rules.Hosts[host].Memory.BudgetBytes is not { } limit)
                continue;
            var staying = residents.Values.Where(r => r.Host == host && r.State != ModelState.Unloading).ToList();
            var idle = staying.FindAll(r => r is { IsIdle: true, IsPinned: false });
            var excess = Math.Min(staying.Sum(r => r.Bytes) - limit, idle.Sum(r => r.Bytes));
            foreach (var resident in Choose(idle, excess, 0, now) ?? [])
                orders.Evict(resident, UnloadCause.Room, $"Models took more than MemoryBudgetBytes, {Bytes.Text(limit)}.");
        }
    }

    private List<HostLedger> Count(IReadOnlyDictionary<string, Resident> residents, DateTimeOffset now)
    {
        var hosts = rules.Hosts.Select((host, index) =>
        {
            var here = residents.Values.Where(r => r.Host == index).ToList();
            return new HostLedger(index, host, MemoryBudget.Of(facts.Memory(index), host.Memory, here.Select(r => r.Claim)), here);
        }).ToList();
        Memory = [.. hosts.Select(h => new HostMemory(h.Rules.Name, h.Budget.CapacityBytes, h.Budget.TakenBytes, now))];
        return hosts;
    }

    private void Decide(WaitingRoom.Group group, Resident? own, List<HostLedger> hosts, DateTimeOffset now)
    {
        var overdueAt = group.OldestSince + rules.MaxWaitForRoom;
        var overdue = now >= overdueAt;
        group.LookAgainAt = overdue ? null : overdueAt;
        if (SizeFor(group, hosts) is not { } size)
            return;

        if (own is { State: ModelState.Ready })
        {
            // It is loaded, but not as these callers need it.
            var leaves = own.IsIdle;
            if (leaves)
            {
                var kept = group.KvType is { } type ? $" and its keys and values as {EnumWords<KvCacheType>.Of(type)}" : "";
                Evict(hosts[own.Host], own, UnloadCause.Changed, $"It is loaded again with {size.Plan.ContextLength} tokens of context{kept}.");
            }
            else
                own.Draining |= overdue;
            if (leaves || overdue)
                hosts[own.Host].Promise(size.Bytes);
            return;
        }

        var mustEvict = failures.WantsRoom(group.Model.Id);
        if (own is null && !mustEvict && hosts.Where(h => h.HasRoom(size.Bytes)).MaxBy(h => h.FreeBytes) is { } roomy)
        {
            roomy.Promise(size.Bytes);
            orders.Load(group, size, roomy.Host);
        }
        else if (!mustEvict && hosts.Find(h => h.WillHaveRoom(size.Bytes)) is { } emptying)
        {
            emptying.Promise(size.Bytes);
        }
        else if (Cheapest(hosts, h => h.Idle, size, mustEvict ? 1 : 0, now) is { } idle)
        {
            EvictWhenPatienceEnds(group, size, idle, mustEvict, now);
        }
        else if (mustEvict)
        {
            failures.MadeRoom(group.Model.Id); // there is nobody to leave
            Decide(group, own, hosts, now);
        }
        else if (overdue && Cheapest(hosts, h => h.Lending, size, 0, now) is { } lending)
        {
            foreach (var resident in lending.Set)
                resident.Draining = true;
            lending.Host.Promise(size.Bytes);
        }
    }

    private bool Suits(Resident own, WaitingRoom.Group group) => group.Waiters.All(m => sizing.Suits(own.Model, own.Size, m.Demand));

    private void EvictWhenPatienceEnds(WaitingRoom.Group group, LoadSize size, Victims victims, bool mustEvict, DateTimeOffset now)
    {
        var reloads = TimeSpan.FromTicks(victims.Set.Sum(r => r.LoadTime.Ticks));
        var most = patience.AtMost(reloads);
        var chance = victims.Set.Max(r => reuse.ChanceWithin(r.Model.Id, rules.MaxWaitForRoom, now)) * reuse.ChanceWithin(group.Model.Id, most, now);
        var ripeAt = mustEvict ? now : group.WhenWaited(most * chance);
        if (ripeAt > now && group.LookAgainAt is { } overdueAt)
        {
            group.LookAgainAt = ripeAt < overdueAt ? ripeAt : overdueAt;
            return;
        }
        foreach (var resident in victims.Set)
            Evict(victims.Host, resident, UnloadCause.Room, $"It made room for {group.Model.Id}, which takes {Bytes.Text(size.Bytes)}.");
        failures.MadeRoom(group.Model.Id);
        victims.Host.Promise(size.Bytes);
    }

    /// <summary>How the model would be loaded; null: it does not even fit alone, and those who wait were told.</summary>
    private LoadSize? SizeFor(WaitingRoom.Group group, List<HostLedger> hosts)
    {
        var id = group.Model.Id;
        var usual = sizing.Usual(group.Model, group.ContextLength, group.KvType);
        var best = hosts.Where(h => h.HasPlace(id)).MaxBy(h => h.MostBytes(id));
        if (best?.MostBytes(id) >= usual.Bytes)
            return usual;
        if (best is not null && group.SufficientContext is { } sufficient && sizing.Shrunk(group.Model, usual, sufficient, best.MostBytes(id)) is { } shrunk)
            return shrunk;
        orders.Refuse(group, _refusals.NoRoom(group.Model, usual, best ?? hosts.MaxBy(h => h.MostBytes(id))!));
        return null;
    }

    private Victims? Cheapest(List<HostLedger> hosts, Func<HostLedger, IEnumerable<Resident>> candidates, LoadSize size, int leastModels, DateTimeOffset now) =>
        hosts
            .Select(host => (Host: host, Set: Choose([.. candidates(host)], host.MissingBytes(size.Bytes), Math.Max(leastModels, host.MissingPlaces), now)))
            .Where(choice => choice.Set is { Count: > 0 })
            .Select(choice => new Victims(choice.Host, choice.Set!))
            .MinBy(victims => victims.Set.Sum(r => CostOf(r, now)));

    private List<Resident>? Choose(List<Resident> candidates, long bytes, int places, DateTimeOffset now) =>
        EvictionPolicy.Choose(candidates.ConvertAll(r => new EvictionCandidate(r.Bytes, CostOf(r, now), r.LastUsedAt)), bytes, places)
            ?.Select(i => candidates[i]).ToList();

    /// <summary>One that drains already goes on, lest two of them take turns for ever.</summary>
    private double CostOf(Resident resident, DateTimeOffset now) =>
        resident.WasDraining ? 0 : resident.LoadTime.TotalSeconds * reuse.PerSecond(resident.Model.Id, now);

    private void Evict(HostLedger host, Resident resident, UnloadCause cause, string reason)
    {
        host.Leaves(resident);
        orders.Evict(resident, cause, reason);
    }

    private sealed record Victims(HostLedger Host, IReadOnlyList<Resident> Set);
}
