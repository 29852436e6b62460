using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Tests.Residency;

public sealed class LoadFailureTests
{
    [Fact]
    public void LoadFailed_Crash_IsTriedOnceMoreThenFailsWithTheLastWords()
    {
        var world = new SchedulerWorld();
        var waiter = world.Acquire("a");

        world.FailLoad("a", ErrorCode.RunnerCrashed);
        Assert.DoesNotContain(waiter, world.Effects.Failed.Keys);
        world.FailLoad("a", ErrorCode.RunnerCrashed);

        Assert.Equal(["a", "a"], world.Effects.LoadOrder);
        Assert.Equal(ErrorCode.ModelLoadFailed, world.Effects.Failed[waiter].Code);
        Assert.Contains("in two tries. broken", world.Effects.Failed[waiter].Message);
    }

    [Fact]
    public void LoadFailed_OutOfMemory_AnotherModelLeavesBeforeTheRetryAndMoreIsExpectedFromThenOn()
    {
        var world = new SchedulerWorld(maxModels: 3);
        world.Use("other");
        var waiter = world.Acquire("a");
        var expected = world.Scheduler.Residents["a"].Size.Bytes;

        world.FailLoad("a", ErrorCode.InsufficientMemory);
        Assert.Equal(["other"], world.Effects.Unloading.Values);
        Assert.Empty(world.Effects.Loading);
        world.FinishUnload();

        Assert.True(world.Scheduler.Residents["a"].Size.Bytes >= expected * 1.25);
        world.FinishLoad("a");
        Assert.Contains(waiter, world.Effects.Granted.Keys);
    }

    [Fact]
    public void LoadFailed_OutOfMemoryWithNobodyToLeave_FailsAtOnce()
    {
        var world = new SchedulerWorld();
        var waiter = world.Acquire("a");

        world.FailLoad("a", ErrorCode.InsufficientMemory);

        Assert.Equal(ErrorCode.InsufficientMemory, world.Effects.Failed[waiter].Code);
    }

    [Fact]
    public void LoadFailed_AgainAndAgain_BacksOffLongerEachTimeAndSaysUntilWhen()
    {
        var world = new SchedulerWorld();
        Fail(world);
        Fail(world); // the first failure does not make others wait

        var refused = world.Effects.Failed[world.Acquire("a")];
        Assert.Equal(ErrorCode.ModelLoadFailed, refused.Code);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
        Assert.Contains("2 times in a row", refused.Message);
        world.Pass(TimeSpan.FromSeconds(1));
        Fail(world);

        Assert.Equal(TimeSpan.FromSeconds(2), world.Effects.Failed[world.Acquire("a")].RetryAfter);
        Assert.Equal(world.Now + TimeSpan.FromSeconds(2), world.Scheduler.Failures["a"].BackoffUntil);
    }

    [Fact]
    public void LoadFailed_Forever_TheBackoffHasALimit()
    {
        var world = new SchedulerWorld();
        for (var i = 0; i < 30; i++)
        {
            Fail(world);
            world.Pass(TimeSpan.FromMinutes(5));
        }

        Assert.Contains("a", world.Scheduler.Failures.Keys);
        Assert.Equal(TimeSpan.FromMinutes(5), world.Scheduler.Failures["a"].BackoffUntil - (world.Now - TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Acquire_ExplicitLoadOfAModelThatBacksOff_IsTriedAtOnce()
    {
        var world = new SchedulerWorld();
        Fail(world);
        Fail(world);

        world.Acquire("a", new LoadDemand { Cause = LoadCause.Explicit });

        Assert.Equal(["a"], world.Effects.Loading.Values);
    }

    [Fact]
    public void Exited_CrashesOnEveryRequest_BacksOffWhileOthersAreUntouched()
    {
        var world = new SchedulerWorld(maxModels: 3);
        var other = world.Acquire("other");
        world.FinishLoad();
        for (var i = 0; i < 2; i++)
        {
            world.Acquire("a");
            world.FinishLoad();
            world.Die("a");
        }

        Assert.Equal(TimeSpan.FromSeconds(1), world.Effects.Failed[world.Acquire("a")].RetryAfter);
        Assert.Contains(world.Acquire("other"), world.Effects.Granted.Keys);
        Assert.Contains(other, world.Effects.Granted.Keys);
    }

    [Fact]
    public void Exited_AfterRequestsThatWentWell_TheNextRequestLoadsAtOnce()
    {
        var world = new SchedulerWorld();
        for (var i = 0; i < 3; i++)
        {
            world.Use("a");
            world.Die("a");
        }

        world.Acquire("a");

        Assert.Equal(["a"], world.Effects.Loading.Values);
    }

    [Fact]
    public void Acquire_FileWasReplaced_TheBackoffIsOver()
    {
        var world = new SchedulerWorld();
        Fail(world);
        Fail(world);

        world.Acquire(SchedulerWorld.Model("a") with { SizeBytes = 7 });

        Assert.Equal(["a"], world.Effects.Loading.Values);
    }

    private static void Fail(SchedulerWorld world)
    {
        world.Acquire("a");
        world.FailLoad("a");
    }
}
