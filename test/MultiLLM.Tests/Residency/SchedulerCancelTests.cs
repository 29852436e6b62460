namespace MultiLLM.Tests.Residency;

/// <summary>Callers who leave before they were lent anything.</summary>
public sealed class SchedulerCancelTests
{
    [Fact]
    public void Cancel_TheOnlyOneWhoMadeAModelDrain_ItLendsAgain()
    {
        var world = new SchedulerWorld();
        world.Acquire("hot");
        world.FinishLoad();
        var cold = world.Acquire("cold");
        world.Pass(SchedulerWorld.Bound);
        var queued = world.Acquire("hot");
        Assert.DoesNotContain(queued, world.Effects.Granted.Keys);

        world.Cancel(cold);

        Assert.Contains(queued, world.Effects.Granted.Keys);
    }

    [Fact]
    public void Cancel_TheLastOneWhoWaitsForALoad_TheLoadIsGivenUp()
    {
        var world = new SchedulerWorld();
        var (first, last) = (world.Acquire("a"), world.Acquire("a"));

        world.Cancel(first);
        Assert.Empty(world.Effects.Unloading);
        world.Cancel(last);

        Assert.Equal(["a"], world.Effects.Unloading.Values);
        var again = world.Acquire("a");
        world.FinishUnload();
        world.FinishLoad();
        Assert.Contains(again, world.Effects.Granted.Keys);
    }

    [Fact]
    public void Cancel_LoadThatIsAlmostDone_GoesOnForTheNextRequest()
    {
        var world = new SchedulerWorld();
        var left = world.Acquire("a");
        world.Scheduler.Progress(world.Effects.Loading.Keys.Single(), 0.8);
        world.Cancel(left);

        world.FinishLoad();

        Assert.Empty(world.Effects.Granted);
        Assert.Contains(world.Acquire("a"), world.Effects.Granted.Keys);
    }

    [Fact]
    public void Cancel_LoadThatUsuallyEndsSoon_GoesOn()
    {
        var world = new SchedulerWorld();
        var waiter = world.Acquire("a");
        world.Pass(TimeSpan.FromSeconds(5));
        world.FinishLoad();
        world.Release(waiter);
        world.AskUnload("a");
        world.FinishUnload();

        var left = world.Acquire("a");
        world.Pass(TimeSpan.FromSeconds(4));
        world.Cancel(left);

        Assert.Equal(["a"], world.Effects.Loading.Values);
    }
}
