using BenchmarkDotNet.Attributes;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Benchmarks;

/// <summary>What every request pays for its lease: of a loaded model, with others waiting for a model that has no room.</summary>
[MemoryDiagnoser]
public class ResidencySchedulerBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ModelDefinition Loaded = Model("loaded");
    private static readonly ModelDefinition Waiting = Model("waiting");

    private readonly GrantsOnly _effects = new();
    private ResidencyScheduler _scheduler = null!;
    private long _waiter;

    [Params(0, 1000)]
    public int Waiters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var rules = new ResidencyRules(
            [new HostRules(HostRules.Local, MaxModels: 1, new MemoryRules())], IdleUnloadAfter: null, MaxWaitForRoom: TimeSpan.FromHours(1),
            SwitchPatience: TimeSpan.Zero, MaxWaitingPerModel: 10_000, MaxQueuedRequests: 10_000);
        _scheduler = new ResidencyScheduler(rules, new RoomyMachine(), _effects);
        _scheduler.Acquire(++_waiter, Loaded, LoadDemand.Default, Now);
        _scheduler.Loaded(_effects.Load, slots: 8, seenBytes: 0, Now); // the first lease is never returned, so the model stays
        for (var waiter = 0; waiter < Waiters; waiter++)
            _scheduler.Acquire(++_waiter, Waiting, LoadDemand.Default, Now);
    }

    [Benchmark]
    public void AcquireAndRelease()
    {
        _scheduler.Acquire(++_waiter, Loaded, LoadDemand.Default, Now);
        _scheduler.Released(_effects.Load, Now);
    }

    private static ModelDefinition Model(string id) =>
        new() { Id = id, Name = id, Kind = ModelKind.Chat, Path = "/" + id + ".gguf" };

    /// <summary>Asks no file of the system, which costs what it costs.</summary>
    private sealed class RoomyMachine : IResidencyFacts
    {
        private static readonly LoadPlan Plan = new(4096, 4096, 8, 512);

        public MemoryStanding Memory(int host) => new(1L << 36, 1L << 36, "bench");

        public LoadPlan PlanFor(ModelDefinition model, int? contextLength) => Plan;

        public Footprint? Estimate(ModelDefinition model, LoadPlan plan) => new(1 << 30, 0, 0, 0, FootprintSource.Measured);
    }

    private sealed class GrantsOnly : IResidencyEffects
    {
        public long Load { get; private set; }

        public void StartLoad(LoadOrder order) => Load = order.Load;

        public void Unload(long load, Error reason)
        {
        }

        public void Grant(long waiter, long load)
        {
        }

        public void Fail(long waiter, Error error) => throw new InvalidOperationException(error.Message);

        public void AnswerUnload(long asker, Result<bool> answer)
        {
        }

        public void Report(ResidencyEvent happened)
        {
        }
    }
}
