using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Residency;

/// <summary>A scheduler with a clock and a world that does what it is told, when it is told.</summary>
internal sealed class SchedulerWorld
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    private long _lastId;

    public SchedulerWorld(
        int maxModels = 1, int maxWaitingPerModel = 1000, int maxQueued = 1000, TimeSpan? idle = null, TimeSpan patience = default,
        long? budget = null, int hosts = 1)
    {
        var rules = new ResidencyRules(
            [.. Enumerable.Range(0, hosts).Select(i => new HostRules($"host{i}", maxModels, new MemoryRules(ReserveBytes: 0, budget)))],
            idle ?? Idle, Bound, patience, maxWaitingPerModel, maxQueued);
        Effects = new RecordedEffects(rules);
        Scheduler = new ResidencyScheduler(rules, Facts, Effects);
    }

    public DateTimeOffset Now { get; private set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public FakeFacts Facts { get; } = new();
    public RecordedEffects Effects { get; }
    public ResidencyScheduler Scheduler { get; }
    public HashSet<long> Waiting { get; } = [];

    public static ModelDefinition Model(string id) => new() { Id = id, Name = id, Kind = ModelKind.Chat, Path = "/" + id };

    public long Acquire(string model, LoadDemand? demand = null) => Acquire(Model(model), demand);

    public long Acquire(ModelDefinition model, LoadDemand? demand = null)
    {
        var waiter = ++_lastId;
        Waiting.Add(waiter);
        Scheduler.Acquire(waiter, model, demand ?? LoadDemand.Default, Now);
        return waiter;
    }

    public void Cancel(long waiter)
    {
        Waiting.Remove(waiter);
        Effects.Gone.Add(waiter);
        Scheduler.Cancel(waiter, Now);
    }

    /// <param name="model">Null: any.</param>
    /// <param name="seenBytes">That the machine's available memory lacks now; null: all it takes.</param>
    public void FinishLoad(string? model = null, long? seenBytes = null)
    {
        var load = Pick(Effects.Loading, model);
        Effects.Loading.Remove(load, out var id);
        Effects.Ready.Add(load, id!);
        Scheduler.Loaded(load, slots: 4, seenBytes ?? long.MaxValue, Now);
    }

    public void FailLoad(string? model = null, ErrorCode code = ErrorCode.ModelLoadFailed)
    {
        var load = Pick(Effects.Loading, model);
        Effects.Loading.Remove(load);
        Scheduler.LoadFailed(load, new Error(code, "broken"), Now);
    }

    public void FinishUnload(string? model = null)
    {
        var load = Pick(Effects.Unloading, model);
        Effects.Unloading.Remove(load);
        Scheduler.Unloaded(load, Now);
    }

    public void Die(string model)
    {
        var load = Pick(Effects.Ready, model);
        Effects.Ready.Remove(load);
        Effects.Leases.Remove(load);
        Scheduler.Exited(load, new Error(ErrorCode.RunnerCrashed, "died"), Now);
    }

    public void Release(long waiter)
    {
        Effects.Granted.TryGetValue(waiter, out var load);
        if (Effects.Leases.ContainsKey(load))
            Effects.Leases[load]--;
        Waiting.Remove(waiter);
        Scheduler.Released(load, Now);
    }

    /// <summary>Loads the model and has its one request answered.</summary>
    public void Use(string model, LoadDemand? demand = null)
    {
        var waiter = Acquire(model, demand);
        if (!Effects.Granted.ContainsKey(waiter))
            FinishLoad(model);
        Release(waiter);
    }

    public long AskUnload(string model)
    {
        var asker = ++_lastId;
        Scheduler.AskUnload(asker, model, Now);
        return asker;
    }

    /// <summary>Lets time pass and ticks where the scheduler asked for it.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        for (var ticks = 0; Scheduler.NextTick() is { } next && next <= until; ticks++)
        {
            Assert.True(ticks < 1000, "the scheduler keeps asking to be woken");
            Now = next > Now ? next : Now;
            Scheduler.Tick(Now);
        }
        Now = until;
    }

    private static long Pick(Dictionary<long, string> loads, string? model) => loads.First(l => model is null || l.Value == model).Key;
}
