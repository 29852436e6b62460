using CsCheck;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Residency;

/// <summary>Random histories: whatever happens in whatever order, the limits hold and nobody is forgotten.</summary>
public sealed class ResidencySchedulerProperties
{
    private static readonly Gen<(int Kind, int Pick)> Event = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1_000_000]);

    /// <summary>Limits on models, leases, pins and bytes are checked where the orders arrive: in <see cref="RecordedEffects"/> and <see cref="MachineWorld"/>.</summary>
    [Fact]
    public void AnyHistory_LimitsHoldAndEveryWaiterIsAnsweredExactlyOnce() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 6], Gen.Int[1, 2], Gen.Int[0, 2], Event.Array[0, 300]).Sample(
            (maxModels, models, hosts, budgeted, events) =>
            {
                long? budget = budgeted == 0 ? null : 80_000 * budgeted;
                var world = new SchedulerWorld(
                    maxModels, maxWaitingPerModel: 8, maxQueued: 20, patience: TimeSpan.FromSeconds(3), budget: budget, hosts: hosts);
                for (var i = 0; i < 6; i++)
                    world.Facts.Weights["m" + i] = 1000 + (i * 15_000); // with its context, the largest takes 117 of 200 thousand bytes
                var machine = new MachineWorld(world, budget);
                foreach (var (kind, pick) in events)
                {
                    Happen(world, machine, kind, pick, models);
                    LoadedModelsLendAtOnce(world);
                }
                RunDry(world, machine);
            },
            iter: 3000);

    private static void Happen(SchedulerWorld world, MachineWorld machine, int kind, int pick, int models)
    {
        var model = "m" + (pick % models);
        switch (kind)
        {
            case < 35:
                world.Acquire(model, Demand(pick / models));
                break;
            case < 42 when Unanswered(world) is { Count: > 0 } waiting:
                world.Cancel(waiting[pick % waiting.Count]);
                break;
            case < 60 when Held(world) is { Count: > 0 } held:
                world.Release(held[pick % held.Count]);
                break;
            case < 72 when world.Effects.Loading.Count > 0:
                FinishLoad(world, machine, Any(world.Effects.Loading, pick));
                break;
            case < 77 when world.Effects.Loading.Count > 0:
                world.FailLoad(Any(world.Effects.Loading, pick), (pick % 3) switch
                {
                    0 => ErrorCode.ModelLoadFailed,
                    1 => ErrorCode.RunnerCrashed,
                    _ => ErrorCode.InsufficientMemory,
                });
                break;
            case < 86 when world.Effects.Unloading.Count > 0:
                world.FinishUnload(Any(world.Effects.Unloading, pick));
                break;
            case < 89 when world.Effects.Ready.Count > 0:
                world.Die(Any(world.Effects.Ready, pick));
                break;
            case < 91:
                world.AskUnload(model);
                break;
            case < 93:
                world.Scheduler.Unpin(model, world.Now);
                break;
            case < 95:
                machine.OthersBytes = pick % 60_000;
                break;
            default:
                world.Pass(TimeSpan.FromSeconds(pick % 12));
                break;
        }
    }

    private static LoadDemand Demand(int pick) => (pick % 12) switch
    {
        0 => new LoadDemand { SufficientContext = 300 },
        1 => new LoadDemand { SufficientContext = 2000, KeepAlive = TimeSpan.FromSeconds(5) },
        2 => new LoadDemand { KeepAlive = TimeSpan.Zero },
        3 => new LoadDemand { KeepAlive = LoadDemand.Forever },
        4 => new LoadDemand { Pin = true, Cause = LoadCause.Explicit },
        5 => new LoadDemand { ContextLength = 1024, Cause = LoadCause.Explicit },
        6 => new LoadDemand { KvType = KvCacheType.Q8_0, Cause = LoadCause.Explicit },
        _ => LoadDemand.Default,
    };

    /// <summary>
    /// Nobody waits for a model that is loaded as needed, except while it drains; and models drain only for one that waited too long.
    /// </summary>
    private static void LoadedModelsLendAtOnce(SchedulerWorld world)
    {
        foreach (var resident in world.Scheduler.Residents.Values.Where(r => r is { State: ModelState.Ready, Draining: false }))
        {
            var waiting = world.Scheduler.Waiting.Find(resident.Model.Id)?.Waiters ?? [];
            Assert.All(waiting, m => Assert.True(resident.Size.Shrunk || m.Demand.ContextLength is not null || m.Demand.KvType is not null, "somebody waits for a loaded model"));
        }
        if (world.Scheduler.Residents.Values.Any(r => r.Draining))
            Assert.Contains(world.Scheduler.Waiting.Groups, g => world.Now - g.OldestSince >= SchedulerWorld.Bound);
    }

    /// <summary>From here the world only does its duty: all who wait must get an answer in a bounded number of steps.</summary>
    private static void RunDry(SchedulerWorld world, MachineWorld machine)
    {
        for (var round = 0; Unanswered(world).Count > 0 || Held(world).Count > 0; round++)
        {
            Assert.True(round < 200, $"{Unanswered(world).Count} waiters were forgotten");
            while (world.Effects.Loading.Count > 0)
                FinishLoad(world, machine, world.Effects.Loading.First().Value);
            foreach (var waiter in Held(world))
                world.Release(waiter);
            while (world.Effects.Unloading.Count > 0)
                world.FinishUnload();
            world.Pass(SchedulerWorld.Bound);
        }
        Assert.Equal(0, world.Scheduler.Waiting.Count);
        Assert.All(world.Scheduler.Residents.Values, r => Assert.Equal(0, r.Leases));
    }

    private static void FinishLoad(SchedulerWorld world, MachineWorld machine, string model) => world.FinishLoad(model, machine.SeenBytesOf(model));

    private static string Any(Dictionary<long, string> loads, int pick) => loads.Values.ElementAt(pick % loads.Count);

    private static List<long> Unanswered(SchedulerWorld world) =>
        [.. world.Waiting.Where(w => !world.Effects.Granted.ContainsKey(w) && !world.Effects.Failed.ContainsKey(w)).Order()];

    private static List<long> Held(SchedulerWorld world) => [.. world.Waiting.Where(world.Effects.Granted.ContainsKey).Order()];
}
