using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Tests.Residency;

public sealed class ResidencySchedulerTests
{
    [Fact]
    public void Acquire_HundredCallersOfAColdModel_OneLoadServesAll()
    {
        var world = new SchedulerWorld();
        var waiters = Enumerable.Range(0, 100).Select(_ => world.Acquire("a")).ToList();

        world.FinishLoad();

        Assert.Equal(["a"], world.Effects.LoadOrder);
        Assert.All(waiters, w => Assert.Contains(w, world.Effects.Granted.Keys));
    }

    [Fact]
    public void Acquire_LoadedModelWhileAnotherLoads_IsGrantedAtOnce()
    {
        var world = new SchedulerWorld(maxModels: 2);
        world.Acquire("a");
        world.FinishLoad();
        world.Acquire("b");

        var waiter = world.Acquire("a");

        Assert.Contains(waiter, world.Effects.Granted.Keys);
        Assert.Contains("b", world.Effects.Loading.Values);
    }

    [Fact]
    public void Acquire_AtOnce_OnlyWithAFreeSlotAndNothingIsLoaded()
    {
        var world = new SchedulerWorld();
        var atOnce = new LoadDemand { AtOnce = true };
        Assert.Equal(ErrorCode.ModelBusy, world.Effects.Failed[world.Acquire("a", atOnce)].Code);
        Assert.Empty(world.Effects.LoadOrder);

        world.Acquire("a");
        Assert.Equal(ErrorCode.ModelBusy, world.Effects.Failed[world.Acquire("a", atOnce)].Code); // it is loading
        world.FinishLoad(); // 4 slots, one of them taken
        for (var i = 0; i < 3; i++)
            Assert.Contains(world.Acquire("a", atOnce), world.Effects.Granted.Keys);

        Assert.Equal(ErrorCode.ModelBusy, world.Effects.Failed[world.Acquire("a", atOnce)].Code);
    }

    [Fact]
    public void Acquire_NoRoom_TheLeastRecentlyUsedIdleModelLeaves()
    {
        var world = new SchedulerWorld(maxModels: 3);
        foreach (var model in (string[])["a", "b", "c"])
        {
            var waiter = world.Acquire(model);
            world.FinishLoad();
            if (model != "a")
                world.Release(waiter); // a stays busy
            world.Pass(TimeSpan.FromSeconds(1));
        }
        world.Release(world.Acquire("b")); // c is now the least recently used

        world.Acquire("d");

        Assert.Equal(["c"], world.Effects.Unloading.Values);
        world.FinishUnload();
        Assert.Equal("d", world.Effects.LoadOrder[^1]);
    }

    [Fact]
    public void Released_AModelWaitsForRoom_GetsIt()
    {
        var world = new SchedulerWorld();
        var first = world.Acquire("a");
        world.FinishLoad();
        world.Acquire("b");
        Assert.Empty(world.Effects.Unloading);

        world.Release(first);

        Assert.Equal(["a"], world.Effects.Unloading.Values);
    }

    [Fact]
    public void Acquire_SteadyStreamOnALoadedModel_AColdModelWaitsNoLongerThanTheBoundAndTheRequestsUnderWay()
    {
        var world = new SchedulerWorld();
        var hot = world.Acquire("hot");
        world.FinishLoad();
        var cold = world.Acquire("cold");
        var coldCame = world.Now;
        var step = TimeSpan.FromSeconds(1);

        // Each hot request lasts two seconds and overlaps the next, so the model is never idle by itself.
        var queued = new List<long>();
        for (var i = 0; i < 30 && world.Effects.Loading.Count == 0; i++)
        {
            var next = world.Acquire("hot");
            queued.Add(next);
            world.Pass(step);
            if (world.Effects.Granted.ContainsKey(hot))
                world.Release(hot);
            hot = next;
            if (world.Effects.Unloading.Count > 0)
                world.FinishUnload();
        }

        Assert.Equal("cold", world.Effects.LoadOrder[^1]);
        Assert.InRange(world.Now - coldCame, TimeSpan.Zero, SchedulerWorld.Bound + (2 * step));
        world.FinishLoad();
        Assert.Contains(cold, world.Effects.Granted.Keys);

        // And the hot model comes back for those who queued meanwhile.
        world.Release(cold);
        world.FinishUnload();
        world.FinishLoad("hot");
        Assert.All(queued, w => Assert.Contains(w, world.Effects.Granted.Keys));
    }

    [Fact]
    public void LoadFailed_WaitersFail_TheNextRequestTriesAfresh()
    {
        var world = new SchedulerWorld();
        var waiters = new[] { world.Acquire("a"), world.Acquire("a") };

        world.FailLoad();

        Assert.All(waiters, w => Assert.Equal(ErrorCode.ModelLoadFailed, world.Effects.Failed[w].Code));
        Assert.Equal("broken", world.Scheduler.Failures["a"].LastError);
        var again = world.Acquire("a");
        world.FinishLoad();
        Assert.Contains(again, world.Effects.Granted.Keys);
        Assert.Null(world.Scheduler.Failures["a"].LastError);
    }

    [Fact]
    public void Exited_LeasesOfTheDeadAreVoid_AndTheNextRequestLoadsAgain()
    {
        var world = new SchedulerWorld();
        var before = world.Acquire("a");
        world.FinishLoad();

        world.Die("a");
        var after = world.Acquire("a");
        world.FinishLoad();
        world.Release(before); // late, of the dead one

        Assert.Contains(after, world.Effects.Granted.Keys);
        world.Acquire("b");
        Assert.Empty(world.Effects.Unloading); // the new one is still lent
    }

    [Fact]
    public void Acquire_TooManyWaitForOneModel_QueueFullWithRetryAfter()
    {
        var world = new SchedulerWorld(maxWaitingPerModel: 3);
        for (var i = 0; i < 3; i++)
            world.Acquire("a");

        var refused = world.Acquire("a");

        Assert.Equal(ErrorCode.QueueFull, world.Effects.Failed[refused].Code);
        Assert.NotNull(world.Effects.Failed[refused].RetryAfter);
    }

    [Fact]
    public void Acquire_LoadedModelWithAllSlotsTakenAndItsQueueFull_QueueFull()
    {
        var world = new SchedulerWorld(maxWaitingPerModel: 3);
        world.Acquire("a");
        world.FinishLoad(); // 4 slots
        for (var i = 0; i < 6; i++)
            Assert.Contains(world.Acquire("a"), world.Effects.Granted.Keys);

        Assert.Equal(ErrorCode.QueueFull, world.Effects.Failed[world.Acquire("a")].Code);
    }

    [Fact]
    public void Acquire_TooManyWaitInAll_QueueFull()
    {
        var world = new SchedulerWorld(maxQueued: 3);
        for (var i = 0; i < 3; i++)
            world.Acquire("m" + i);

        Assert.Equal(ErrorCode.QueueFull, world.Effects.Failed[world.Acquire("m3")].Code);
    }
}
