using MultiLLM.Core.Errors;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Residency;

/// <summary>What fits, what is made to fit, and what is turned away. A model's usual context takes 40,960 bytes beside its weights.</summary>
public sealed class MemoryAdmissionTests
{
    [Fact]
    public void Acquire_DoesNotFitEvenAlone_RefusedWithNumbersAndRemediesWithoutAnyEviction()
    {
        var world = World(budget: 50_000);
        world.Facts.Weights["big"] = 30_000;
        world.Use("small");

        var refused = world.Acquire("big");

        var error = world.Effects.Failed[refused];
        Assert.Equal(ErrorCode.InsufficientMemory, error.Code);
        foreach (var part in (string[])["70960 bytes", "30000 bytes of weights", "40960 bytes for 4096 tokens of context", "MemoryBudgetBytes is 50000 bytes",
                     "a context of 1792 tokens, which takes 47920 bytes", "Q8_0, 50480 bytes in all, which alone is not enough", "a smaller model"])
        {
            Assert.Contains(part, error.Message);
        }
        Assert.Empty(world.Effects.Unloading);
        Assert.Contains(world.Effects.Events, e => e.Kind == ResidencyEventKind.Refused && e.ModelId == "big");
    }

    [Fact]
    public void Acquire_MemoryIsShortAndTheRequestAllowsLess_LoadsTheLargestContextThatFits()
    {
        var world = World(budget: 50_000);
        world.Facts.Weights["big"] = 30_000;

        var waiter = world.Acquire("big", new LoadDemand { SufficientContext = 1000 });
        world.FinishLoad();

        Assert.Contains(waiter, world.Effects.Granted.Keys);
        var order = world.Effects.Orders.Values.Single();
        Assert.InRange(order.Plan.ContextLength, 1750, 2000);
        Assert.True(world.Facts.BytesOf("big", order.Plan.ContextLength) <= 50_000);
        Assert.Contains("Memory is short", world.Scheduler.Residents["big"].WhyLoaded);
    }

    [Fact]
    public void Acquire_ContextWasShrunkAndARequestNeedsMore_LoadedAgainOrRefusedNeverSilentlyShort()
    {
        var world = World(budget: 50_000);
        world.Facts.Weights["big"] = 30_000;
        world.Use("big", new LoadDemand { SufficientContext = 300 });

        Assert.Contains(world.Acquire("big", new LoadDemand { SufficientContext = 500 }), world.Effects.Granted.Keys);
        Assert.Equal(ErrorCode.InsufficientMemory, world.Effects.Failed[world.Acquire("big")].Code);
    }

    [Fact]
    public void Acquire_OtherContextAskedFor_LoadedAgainWithThatAndPlainRequestsTakeIt()
    {
        var world = World();
        world.Use("a");

        var explicitly = world.Acquire("a", new LoadDemand { ContextLength = 1024, Cause = LoadCause.Explicit });
        world.FinishUnload();
        world.FinishLoad();

        Assert.Contains(explicitly, world.Effects.Granted.Keys);
        Assert.Equal([4096, 1024], world.Effects.Orders.Values.Select(o => o.Plan.ContextLength));
        Assert.Contains(world.Acquire("a"), world.Effects.Granted.Keys);
    }

    [Fact]
    public void Acquire_OtherKvTypeAskedFor_LoadedAgainWithThatAndPlainRequestsTakeIt()
    {
        var world = World();
        world.Use("a");

        var explicitly = world.Acquire("a", new LoadDemand { KvType = KvCacheType.Q8_0, Cause = LoadCause.Explicit });
        world.FinishUnload();
        world.FinishLoad();

        Assert.Contains(explicitly, world.Effects.Granted.Keys);
        Assert.Equal([KvCacheType.Auto, KvCacheType.Q8_0], world.Effects.Orders.Values.Select(o => o.Plan.KvType));
        Assert.Contains(world.Acquire("a"), world.Effects.Granted.Keys);
    }

    [Fact]
    public void Acquire_NoRoom_TheCheapestSetLeavesAndNoMore()
    {
        var world = World(maxModels: 9, budget: 200_000);
        foreach (var model in (string[])["rare1", "rare2", "hot"])
            world.Use(model);
        for (var i = 0; i < 20; i++)
            world.Use("hot");
        world.Facts.Weights["new"] = 70_000;

        world.Acquire("new"); // 110,960 of 200,000; 3 × 41,960 are taken

        Assert.Equal("rare1", Assert.Single(world.Effects.Unloading.Values));
        world.FinishUnload();
        Assert.Equal("new", world.Effects.LoadOrder[^1]);
    }

    [Fact]
    public void Unloaded_MemoryIsNotBackBecauseOthersTookIt_MoreLeaves()
    {
        long available = 0;
        var world = World(maxModels: 9);
        world.Facts.Standing = _ => new MemoryStanding(1 << 30, available, "test");
        available = 200_000;
        world.Use("a");
        available -= 41_960;
        world.Use("b");
        available -= 41_960;
        world.Facts.Weights["new"] = 100_000; // needs 140,960; 116,080 are free

        world.Acquire("new");
        Assert.Equal(["a"], world.Effects.Unloading.Values);
        Assert.DoesNotContain("new", world.Effects.LoadOrder); // not before the memory is back
        available = 110_000; // another program was quicker
        world.FinishUnload();

        Assert.Equal(["b"], world.Effects.Unloading.Values);
        available += 41_960;
        world.FinishUnload();
        Assert.Equal("new", world.Effects.LoadOrder[^1]);
    }

    [Fact]
    public void Acquire_AllPlacesPinned_RefusedWithTheirNames()
    {
        var world = World(maxModels: 2);
        world.Use("a", new LoadDemand { Pin = true });
        world.Use("b", new LoadDemand { KeepAlive = LoadDemand.Forever });

        var error = world.Effects.Failed[world.Acquire("c")];

        Assert.Equal(ErrorCode.InsufficientMemory, error.Code);
        Assert.Contains("pinned (a, b)", error.Message);
        Assert.True(world.Scheduler.Unpin("b", world.Now));
        world.Acquire("c");
        Assert.Equal(["b"], world.Effects.Unloading.Values);
    }

    [Fact]
    public void Loaded_TookMoreThanExpected_IdleModelsLeaveUntilTheBudgetHolds()
    {
        var world = World(maxModels: 9, budget: 100_000);
        world.Use("a");
        var waiter = world.Acquire("b");
        world.Facts.Weights["b"] = 30_000; // as it turns out

        world.FinishLoad("b");

        Assert.Equal(["a"], world.Effects.Unloading.Values);
        Assert.Contains(waiter, world.Effects.Granted.Keys);
    }

    [Fact]
    public void Acquire_LargeModelLoadsAndFillsTheMachine_OthersAreNotRefusedForThat()
    {
        long available = 200_000;
        var world = World(maxModels: 9);
        world.Facts.Standing = _ => new MemoryStanding(1 << 30, available, "test");
        world.Facts.Weights["big"] = 100_000;
        world.Acquire("big");
        available -= 130_000; // most of it is there, the load goes on

        world.Facts.Weights["other"] = 50_000;
        var waiter = world.Acquire("other"); // fits once the big one can leave

        Assert.DoesNotContain(waiter, world.Effects.Failed.Keys);
    }

    private static SchedulerWorld World(int maxModels = 3, long? budget = null) => new(maxModels, budget: budget);
}
