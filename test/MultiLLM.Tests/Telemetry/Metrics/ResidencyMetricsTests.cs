using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Telemetry.Metrics;
using MultiLLM.Tests.Residency;

namespace MultiLLM.Tests.Telemetry.Metrics;

public sealed class ResidencyMetricsTests : IDisposable
{
    private readonly CollectedMetrics _collected = new();
    private readonly ResidencyMetrics _metrics;
    private int _told;

    public ResidencyMetricsTests() => _metrics = new ResidencyMetrics(_collected.Meter, new ModelLabels(new KnownModels("a", "b")));

    public void Dispose() => _collected.Dispose();

    [Fact]
    public void Publish_ModelThatMakesRoom_IsCountedWithItsAge()
    {
        var world = new SchedulerWorld(maxModels: 1);
        world.Release(Loaded(world, "a"));
        world.Pass(TimeSpan.FromSeconds(40));
        world.Acquire("b");
        world.FinishUnload();
        world.FinishLoad();
        Tell(world);

        Assert.Equal(1, _collected.Of("multillm.model.evictions")["model=a reason=room"]);
        Assert.Equal(40, _collected.Of("multillm.model.age_at_eviction")["model=a"], 0.01);
        Assert.Equal(1, _collected.Of("multillm.model.loads")["model=a result=ok"]);
        Assert.Equal(1, _collected.Of("multillm.model.loads")["model=b result=ok"]);
        Assert.True(_collected.Of("multillm.model.load.duration").ContainsKey("model=b"));
    }

    [Fact]
    public void Publish_EachUnload_SaysWhatItIsFor()
    {
        var world = new SchedulerWorld(maxModels: 2);
        world.Release(Loaded(world, "a"));
        world.Scheduler.AskUnload(1_000_000, "a", world.Now);
        world.FinishUnload();
        world.Release(Loaded(world, "a"));
        world.Scheduler.Stop();
        Tell(world);

        Assert.Equal(["model=a reason=request", "model=a reason=stopping"], _collected.Of("multillm.model.evictions").Keys.Order());
    }

    [Fact]
    public void Publish_CrashFailureAndRefusal_AreCounted()
    {
        foreach (var kind in (ResidencyEventKind[])[ResidencyEventKind.Crashed, ResidencyEventKind.LoadFailed, ResidencyEventKind.Refused, ResidencyEventKind.Pinned])
            _metrics.Publish(new ResidencyEvent(DateTimeOffset.UnixEpoch, kind, "a", "why"));

        Assert.Equal(1, _collected.Of("multillm.model.crashes")["model=a"]);
        Assert.Equal(1, _collected.Of("multillm.model.loads")["model=a result=failed"]);
        Assert.Equal(1, _collected.Of("multillm.model.refusals")["model=a"]);
    }

    private static long Loaded(SchedulerWorld world, string model)
    {
        var waiter = world.Acquire(model);
        world.FinishLoad();
        return waiter;
    }

    private void Tell(SchedulerWorld world)
    {
        for (; _told < world.Effects.Events.Count; _told++)
            _metrics.Publish(world.Effects.Events[_told]);
    }
}
