using CsCheck;
using MultiLLM.Core.Residency;

namespace MultiLLM.Tests.Residency;

/// <summary>Random histories: whatever happens in whatever order, the limits hold and nobody is forgotten.</summary>
public sealed class ResidencySchedulerProperties
{
    private static readonly Gen<(int Kind, int Pick)> Event = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1_000_000]);

    [Fact]
    public void AnyHistory_LimitsHoldAndEveryWaiterIsAnsweredExactlyOnce() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 6], Event.Array[0, 300]).Sample(
            (maxModels, models, events) =>
            {
                var world = new SchedulerWorld(maxModels, maxWaitingPerModel: 8, maxQueued: 20);
                foreach (var (kind, pick) in events)
                {
                    Happen(world, kind, pick, models);
                    LoadedModelsLendAtOnce(world);
                    Assert.True(world.Effects.Present <= maxModels);
                }
                RunDry(world);
            },
            iter: 3000);

    private static void Happen(SchedulerWorld world, int kind, int pick, int models)
    {
        var model = "m" + (pick % models);
        switch (kind)
        {
            case < 35:
                world.Acquire(model);
                break;
            case < 42 when Unanswered(world) is { Count: > 0 } waiting:
                world.Cancel(waiting[pick % waiting.Count]);
                break;
            case < 62 when Held(world) is { Count: > 0 } held:
                world.Release(held[pick % held.Count]);
                break;
            case < 74 when world.Effects.Loading.Count > 0:
                world.FinishLoad(Any(world.Effects.Loading, pick));
                break;
            case < 78 when world.Effects.Loading.Count > 0:
                world.FailLoad(Any(world.Effects.Loading, pick));
                break;
            case < 88 when world.Effects.Unloading.Count > 0:
                world.FinishUnload(Any(world.Effects.Unloading, pick));
                break;
            case < 91 when world.Effects.Ready.Count > 0:
                world.Die(Any(world.Effects.Ready, pick));
                break;
            case < 94:
                world.AskUnload(model);
                break;
            default:
                world.Pass(TimeSpan.FromSeconds(pick % 12));
                break;
        }
    }

    /// <summary>Nobody waits for a model that is loaded, except while it drains for one that waited too long.</summary>
    private static void LoadedModelsLendAtOnce(SchedulerWorld world)
    {
        foreach (var resident in world.Scheduler.Residents.Values.Where(r => r is { State: ModelState.Ready, Draining: false }))
            Assert.Equal(0, world.Scheduler.Waiting.CountFor(resident.Model.Id));
        var draining = world.Scheduler.Residents.Values.Count(r => r.Draining);
        var overdue = world.Scheduler.Waiting.Groups.Count(g => world.Now - g.OldestSince >= SchedulerWorld.Bound);
        Assert.True(draining <= overdue, $"{draining} models drain for {overdue} that waited too long");
    }

    /// <summary>From here the world only does its duty: all who wait must get an answer in a bounded number of steps.</summary>
    private static void RunDry(SchedulerWorld world)
    {
        for (var round = 0; Unanswered(world).Count > 0 || Held(world).Count > 0; round++)
        {
            Assert.True(round < 200, $"{Unanswered(world).Count} waiters were forgotten");
            while (world.Effects.Loading.Count > 0)
                world.FinishLoad();
            foreach (var waiter in Held(world))
                world.Release(waiter);
            while (world.Effects.Unloading.Count > 0)
                world.FinishUnload();
        }
        Assert.Equal(0, world.Scheduler.Waiting.Count);
        Assert.All(world.Scheduler.Residents.Values, r => Assert.Equal(0, r.Leases));
    }

    private static string Any(Dictionary<long, string> loads, int pick) => loads.Values.ElementAt(pick % loads.Count);

    private static List<long> Unanswered(SchedulerWorld world) =>
        [.. world.Waiting.Where(w => !world.Effects.Granted.ContainsKey(w) && !world.Effects.Failed.ContainsKey(w)).Order()];

    private static List<long> Held(SchedulerWorld world) => [.. world.Waiting.Where(world.Effects.Granted.ContainsKey).Order()];
}
