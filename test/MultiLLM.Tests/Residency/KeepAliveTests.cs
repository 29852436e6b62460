using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Tests.Residency;

public sealed class KeepAliveTests
{
    [Fact]
    public void Released_KeepAliveZero_LeavesAtOnceUnlessOthersUseIt()
    {
        var world = new SchedulerWorld();
        var first = world.Acquire("a", new LoadDemand { KeepAlive = TimeSpan.Zero });
        world.FinishLoad();
        var second = world.Acquire("a");

        world.Release(first);
        Assert.Empty(world.Effects.Unloading);
        world.Release(second);

        Assert.Equal(["a"], world.Effects.Unloading.Values);
        Assert.Contains("keep_alive 0", world.Scheduler.Departures["a"].Reason);
    }

    [Fact]
    public void Tick_KeepAliveOfARequest_CountsInsteadOfTheUsualTime()
    {
        var world = new SchedulerWorld();
        world.Use("a", new LoadDemand { KeepAlive = TimeSpan.FromSeconds(20) });
        world.Use("a"); // has no wish of its own

        world.Pass(TimeSpan.FromSeconds(19));
        Assert.Empty(world.Effects.Unloading);
        world.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(["a"], world.Effects.Unloading.Values);
    }

    [Fact]
    public void Tick_KeepAliveForEverAndPins_StayUntilUnloadedOnRequest()
    {
        var world = new SchedulerWorld(maxModels: 2);
        world.Use("a", new LoadDemand { KeepAlive = LoadDemand.Forever });
        world.Use("b", new LoadDemand { Pin = true });
        world.Use("b", new LoadDemand { KeepAlive = TimeSpan.Zero }); // a request does not undo a pin

        world.Pass(TimeSpan.FromDays(9));
        Assert.Empty(world.Effects.Unloading);

        world.AskUnload("b");
        Assert.Equal(["b"], world.Effects.Unloading.Values);
        world.FinishUnload();
        world.Use("b");
        Assert.False(world.Scheduler.Residents["b"].IsPinned);
    }

    [Fact]
    public void Exited_PinnedModel_IsPinnedAgainWhenItIsLoadedAgain()
    {
        var world = new SchedulerWorld();
        world.Use("a", new LoadDemand { Pin = true });
        world.Die("a");

        world.Use("a");

        Assert.True(world.Scheduler.Residents["a"].IsPinned);
    }

    [Fact]
    public void Acquire_PinOfAModelThatCannotBeLoaded_LeavesNoPinBehind()
    {
        var world = new SchedulerWorld(budget: 10);
        Assert.Equal(ErrorCode.InsufficientMemory, world.Effects.Failed[world.Acquire("a", new LoadDemand { Pin = true })].Code);

        Assert.False(world.Scheduler.Unpin("a", world.Now));
    }

    [Fact]
    public void Events_OfALoadAndAnEviction_SayWhyWithBytes()
    {
        var world = new SchedulerWorld();
        world.Use("a");
        world.Acquire("b");
        world.FinishUnload();

        var bytes = world.Facts.BytesOf("a");
        Assert.Equal(
            [(ResidencyEventKind.Loading, "a", bytes), (ResidencyEventKind.Loaded, "a", bytes), (ResidencyEventKind.Unloading, "a", bytes),
                (ResidencyEventKind.Unloaded, "a", bytes), (ResidencyEventKind.Loading, "b", bytes)],
            world.Effects.Events.Select(e => (e.Kind, e.ModelId, e.Bytes)));
        Assert.Contains("made room for b", world.Scheduler.Departures["a"].Reason);
        Assert.Equal("A request needs it.", world.Scheduler.Residents["b"].WhyLoaded);
    }
}
