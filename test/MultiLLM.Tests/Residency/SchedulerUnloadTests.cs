using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Residency;

/// <summary>Models that leave: idle, told to, changed, or because the service ends.</summary>
public sealed class SchedulerUnloadTests
{
    [Fact]
    public void Tick_IdleLongerThanTheThreshold_Unloads_BusyOnesStay()
    {
        var world = new SchedulerWorld(maxModels: 2);
        world.Acquire("busy");
        world.FinishLoad();
        var idle = world.Acquire("idle");
        world.FinishLoad();
        world.Release(idle);

        world.Pass(SchedulerWorld.Idle - TimeSpan.FromSeconds(1));
        Assert.Empty(world.Effects.Unloading);
        world.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(["idle"], world.Effects.Unloading.Values);
    }

    [Fact]
    public void AskUnload_ByState_AnswersWhenDone()
    {
        var world = new SchedulerWorld();
        Assert.False(world.Effects.UnloadAnswers[world.AskUnload("a")].Value);

        var waiter = world.Acquire("a");
        Assert.Equal(ErrorCode.ModelBusy, world.Effects.UnloadAnswers[world.AskUnload("a")].Error!.Code);
        world.FinishLoad();
        Assert.Equal(ErrorCode.ModelBusy, world.Effects.UnloadAnswers[world.AskUnload("a")].Error!.Code);
        world.Release(waiter);

        var asker = world.AskUnload("a");
        Assert.DoesNotContain(asker, world.Effects.UnloadAnswers.Keys);
        world.FinishUnload();
        Assert.True(world.Effects.UnloadAnswers[asker].Value);
    }

    [Fact]
    public void Acquire_WhileTheModelUnloads_LoadsItAgainAfterwards()
    {
        var world = new SchedulerWorld();
        world.Release(Load(world, "a"));
        world.AskUnload("a");

        var waiter = world.Acquire("a");
        world.FinishUnload();
        world.FinishLoad();

        Assert.Contains(waiter, world.Effects.Granted.Keys);
    }

    [Fact]
    public void Acquire_SettingsChangedSinceTheLoad_IdleModelIsLoadedAfreshBusyOneIsNot()
    {
        var world = new SchedulerWorld();
        var changed = SchedulerWorld.Model("a") with { ContextLength = 99 };
        var busy = Load(world, "a");
        Assert.Contains(world.Acquire(changed), world.Effects.Granted.Keys);
        world.Release(busy);
        world.Release(busy + 1);

        var waiter = world.Acquire(changed);
        world.FinishUnload();
        Assert.Equal(99, world.Scheduler.Residents["a"].Model.ContextLength);
        world.FinishLoad();

        Assert.Contains(waiter, world.Effects.Granted.Keys);
        Assert.Contains(world.Acquire(changed), world.Effects.Granted.Keys);
    }

    [Fact]
    public void Stop_RefusesAndUnloads_BusyModelsAfterTheirRequests()
    {
        var world = new SchedulerWorld(maxModels: 3);
        var busy = Load(world, "busy");
        world.Release(Load(world, "idle"));
        var waits = world.Acquire("loading");

        world.Scheduler.Stop();

        Assert.Equal(ErrorCode.ShuttingDown, world.Effects.Failed[waits].Code);
        Assert.Equal(ErrorCode.ShuttingDown, world.Effects.Failed[world.Acquire("busy")].Code);
        Assert.Equal(["idle", "loading"], world.Effects.Unloading.Values.Order());
        world.FinishUnload();
        world.FinishUnload();
        Assert.False(world.Scheduler.IsStopped);
        world.Release(busy);
        world.FinishUnload();
        Assert.True(world.Scheduler.IsStopped);
    }

    private static long Load(SchedulerWorld world, string model)
    {
        var waiter = world.Acquire(model);
        world.FinishLoad(model);
        return waiter;
    }
}
