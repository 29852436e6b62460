using System.Collections.Frozen;
using MultiLLM.Core.Comparisons.Running;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Comparisons;

public sealed class ComparisonGateTests
{
    private static readonly TimeSpan s_long = ComparisonGate.Patience;

    [Fact]
    public void Hindrance_NothingAtWork_IsNone() => Assert.Null(ComparisonGate.Hindrance(Standing(Model("one")), "two", queued: false, TimeSpan.Zero));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Hindrance_SomebodyWaits_IsThereHoweverLongItWaited(bool queued, int waiting) =>
        Assert.NotNull(ComparisonGate.Hindrance(Standing(Model("one") with { Waiting = waiting }), "one", queued, TimeSpan.FromDays(1)));

    [Fact]
    public void Hindrance_OthersAtWork_LastsUntilItsPatienceIsOverAndASlotIsFree()
    {
        var busy = Standing(Model("one", inFlight: 3));

        Assert.Contains("3 requests", ComparisonGate.Hindrance(busy, "one", queued: false, TimeSpan.Zero));
        Assert.Null(ComparisonGate.Hindrance(busy, "one", queued: false, s_long));
        Assert.Contains("slots", ComparisonGate.Hindrance(Standing(Model("one", inFlight: 4)), "one", queued: false, s_long));
        Assert.Contains("load would disturb", ComparisonGate.Hindrance(busy, "two", queued: false, s_long));
    }

    [Fact]
    public void MustGiveWay_OwnWait_DoesNotCountAsSomebodyElses()
    {
        var own = Standing(Model("one") with { State = ModelState.Loading, Waiting = 1 });

        Assert.False(ComparisonGate.MustGiveWay(own, "one", queued: false, waits: true));
        Assert.True(ComparisonGate.MustGiveWay(Standing(Model("one") with { State = ModelState.Loading, Waiting = 2 }), "one", queued: false, waits: true));
        Assert.True(ComparisonGate.MustGiveWay(Standing(Model("one", inFlight: 1), Model("two") with { Waiting = 1 }), "one", queued: false, waits: false));
    }

    [Fact]
    public void MustGiveWay_MoreRequestsThanSlots_IsTrue()
    {
        Assert.False(ComparisonGate.MustGiveWay(Standing(Model("one", inFlight: 4)), "one", queued: false, waits: false));
        Assert.True(ComparisonGate.MustGiveWay(Standing(Model("one", inFlight: 5)), "one", queued: false, waits: false));
        Assert.True(ComparisonGate.MustGiveWay(Standing(Model("one", inFlight: 1)), "one", queued: true, waits: false));
    }

    [Fact]
    public void MustGiveWay_WaitForRoomThatOthersHold_IsGivenUp()
    {
        var absent = Model("two") with { State = ModelState.Unloaded, Waiting = 1 };

        Assert.True(ComparisonGate.MustGiveWay(Standing(Model("one", inFlight: 1), absent), "two", queued: false, waits: true));
        Assert.False(ComparisonGate.MustGiveWay(Standing(Model("one"), absent), "two", queued: false, waits: true)); // an idle one leaves at once
    }

    [Fact]
    public void IsShared_OwnRequest_IsNotSomebodyElses()
    {
        Assert.False(ComparisonGate.IsShared(Standing(Model("one", inFlight: 1)), waits: false));
        Assert.True(ComparisonGate.IsShared(Standing(Model("one", inFlight: 1), Model("two", inFlight: 1)), waits: false));
        Assert.True(ComparisonGate.IsShared(Standing(Model("one", inFlight: 1)), waits: true));
    }

    internal static ModelResidency Model(string id, int inFlight = 0) =>
        new() { ModelId = id, State = ModelState.Ready, InFlight = inFlight, Plan = new LoadPlan(4096, 4096, 4, 512) };

    internal static ResidencySnapshot Standing(params ModelResidency[] models) => new(models.ToFrozenDictionary(model => model.ModelId), 8);
}
