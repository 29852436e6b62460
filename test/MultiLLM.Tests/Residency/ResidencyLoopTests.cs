using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Residency;

public sealed class ResidencyLoopTests
{
    private readonly RecordedEvents _events = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task EnsureReady_ManyCallersSomeOfWhomLeave_OneLoadAndNoLeaseIsLost()
    {
        var loader = new FakeLoader();
        await using var loop = Loop(loader);
        using var leaving = new CancellationTokenSource();
        var stay = Enumerable.Range(0, 50).Select(_ => Ask(loop, "a", CancellationToken.None)).ToList();
        var leave = Enumerable.Range(0, 50).Select(_ => Ask(loop, "a", leaving.Token)).ToList();
        await Eventually.HoldsAsync(() => loop.Snapshot.Find("a")?.Waiting == 100, "all wait");

        await leaving.CancelAsync();
        loader.Loads[0].Succeed();

        foreach (var task in leave)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        foreach (var task in stay)
            await (await task).OrThrow().DisposeAsync();
        await Eventually.HoldsAsync(() => loop.Snapshot.Find("a") is { InFlight: 0, Waiting: 0 }, "all leases are back");
        Assert.Single(loader.Loads);
    }

    [Fact]
    public async Task EnsureReady_CancellationRacingTheGrant_NeverKeepsALease()
    {
        await using var loop = Loop(new FakeLoader { Instant = true });
        for (var i = 0; i < 300; i++)
        {
            using var leaving = new CancellationTokenSource();
            var asking = Task.Run(() => Ask(loop, "a", leaving.Token));
            var cancelling = Task.Run(leaving.Cancel);
            try
            {
                await (await asking).OrThrow().DisposeAsync();
            }
            catch (OperationCanceledException)
            {
            }
            await cancelling;
        }

        await Eventually.HoldsAsync(() => loop.Snapshot.Find("a") is null or { InFlight: 0, Waiting: 0 }, "all leases are back");
        Assert.True((await loop.UnloadAsync("a", CancellationToken.None)).IsSuccess);
    }

    [Fact]
    public async Task EnsureReady_Granted_TheSnapshotSaysSoAlready()
    {
        await using var loop = Loop(new FakeLoader { Instant = true });

        await using var lease = (await Ask(loop, "a", CancellationToken.None)).OrThrow();

        var state = loop.Snapshot.Find("a")!;
        Assert.Equal((ModelState.Ready, 1, 42, 4u), (state.State, state.InFlight, state.ProcessId, state.Loaded!.Slots));
        Assert.Equal(_time.GetUtcNow(), state.LoadedAt);
    }

    [Fact]
    public async Task Progress_WhileLoading_IsInTheSnapshot()
    {
        var loader = new FakeLoader();
        await using var loop = Loop(loader);
        var asking = Ask(loop, "a", CancellationToken.None);
        await Eventually.HoldsAsync(() => loader.Count("a") == 1, "the load starts");

        loader.Loads[0].Progress(0.4);

        await Eventually.HoldsAsync(() => loop.Snapshot.Find("a") is { State: ModelState.Loading, LoadProgress: 0.4 }, "progress shows");
        _time.Advance(TimeSpan.FromSeconds(2));
        loader.Loads[0].Succeed();
        await using var lease = (await asking).OrThrow();
        Assert.Equal(TimeSpan.FromSeconds(2), lease.LoadWait);
        Assert.Equal(TimeSpan.FromSeconds(2), loop.Snapshot.Find("a")!.LoadTime);
    }

    [Fact]
    public async Task Time_IdleThreshold_UnloadsByItself()
    {
        var loader = new FakeLoader { Instant = true };
        await using var loop = Loop(loader);
        await (await Ask(loop, "a", CancellationToken.None)).OrThrow().DisposeAsync();
        await Eventually.HoldsAsync(() => loop.Snapshot.Find("a") is { InFlight: 0 }, "the lease is back");

        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(ModelState.Ready, loop.Snapshot.StateOf("a"));
        _time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.HoldsAsync(() => loop.Snapshot.StateOf("a") == ModelState.Unloaded, "the idle model is unloaded");
        Assert.NotNull(loader.Loads[0].StoppedBecause);
    }

    [Fact]
    public async Task Time_ColdModelWaitsTooLong_TheBusyModelDrainsWithoutAnyOtherEvent()
    {
        var loader = new FakeLoader { Instant = true };
        await using var loop = Loop(loader);
        var hot = (await Ask(loop, "hot", CancellationToken.None)).OrThrow();
        var cold = Ask(loop, "cold", CancellationToken.None);
        await Eventually.HoldsAsync(() => loop.Snapshot.Find("cold")?.Waiting == 1, "the cold model waits");

        _time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => loop.Snapshot.Find("cold")?.Waiting == 1, "it still waits");
        var late = Ask(loop, "hot", CancellationToken.None);
        await Eventually.HoldsAsync(() => loop.Snapshot.Find("hot")?.Waiting == 1, "the busy model lends no more");
        await hot.DisposeAsync();

        await (await cold).OrThrow().DisposeAsync();
        await (await late).OrThrow().DisposeAsync();
        Assert.Equal(2, loader.Count("hot"));
    }

    [Fact]
    public async Task Died_RequestRightAfterTheDeath_GetsAFreshLoad()
    {
        var loader = new FakeLoader { Instant = true };
        await using var loop = Loop(loader);
        var lease = (await Ask(loop, "a", CancellationToken.None)).OrThrow();

        loader.Loads[0].Die(new Error(ErrorCode.RunnerCrashed, "signal SIGKILL"));
        await using var next = (await Ask(loop, "a", CancellationToken.None)).OrThrow();
        await lease.DisposeAsync();

        Assert.Equal(2, loader.Count("a"));
        Assert.Equal(1, loop.Snapshot.Find("a")!.InFlight);
    }

    [Fact]
    public async Task Unload_LastErrorOfAFailedLoad_StaysVisible()
    {
        var loader = new FakeLoader();
        await using var loop = Loop(loader);
        var asking = Ask(loop, "a", CancellationToken.None);
        await Eventually.HoldsAsync(() => loader.Count("a") == 1, "the load starts");

        loader.Loads[0].Fail(new Error(ErrorCode.ModelLoadFailed, "no such tensor"));

        Assert.Equal(ErrorCode.ModelLoadFailed, (await asking).Error!.Code);
        Assert.Equal((ModelState.Failed, "no such tensor"), (loop.Snapshot.StateOf("a"), loop.Snapshot.Find("a")!.LastError));
    }

    [Fact]
    public async Task Stop_LoadUnderWay_IsGivenUpAndItsWaitersAreTold()
    {
        var loader = new FakeLoader();
        await using var loop = Loop(loader);
        var asking = Ask(loop, "a", CancellationToken.None);
        await Eventually.HoldsAsync(() => loader.Count("a") == 1, "the load starts");

        await loop.StopAsync(CancellationToken.None);

        Assert.Equal(ErrorCode.ShuttingDown, (await asking).Error!.Code);
        Assert.Equal(ErrorCode.ShuttingDown, (await Ask(loop, "b", CancellationToken.None)).Error!.Code);
    }

    [Fact]
    public async Task Stop_RequestRunning_WaitsForItUntilTheTimeoutThenStopsTheModelWithTheReason()
    {
        var loader = new FakeLoader { Instant = true };
        await using var loop = Loop(loader);
        var lease = (await Ask(loop, "a", CancellationToken.None)).OrThrow();

        var stopping = loop.StopAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(stopping.IsCompleted);
        Assert.Null(loader.Loads[0].StoppedBecause);
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return stopping.IsCompleted;
            },
            "the service stops");

        Assert.Equal(ErrorCode.ShuttingDown, loader.Loads[0].StoppedBecause!.Code);
        await lease.DisposeAsync();
    }

    private static Task<Result<ModelLease>> Ask(ResidencyLoop loop, string model, CancellationToken cancellationToken) =>
        loop.EnsureReadyAsync(SchedulerWorld.Model(model), LoadDemand.Default, cancellationToken).AsTask();

    private ResidencyLoop Loop(FakeLoader loader) => new(
        loader, new FakeFootprints(), new FakeHardware(), [_events], Options.Create(new MultiLLMOptions { MaxConcurrentModels = 1 }), _time,
        NullLogger<ResidencyLoop>.Instance);
}
