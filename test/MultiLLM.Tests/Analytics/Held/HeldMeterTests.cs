using MultiLLM.Core.Analytics.Held;
using MultiLLM.Core.Residency;
using MultiLLM.Tests.Comparisons;

namespace MultiLLM.Tests.Analytics.Held;

public sealed class HeldMeterTests
{
    private readonly HeldMeter _meter = new();

    [Fact]
    public void Add_ModelsInMemory_CostTheirBytesInTheHourTheyHeldThem()
    {
        var standing = ComparisonGateTests.Standing(
            ComparisonGateTests.Model("one") with { MeasuredBytes = 100, PredictedBytes = 7 },
            ComparisonGateTests.Model("new") with { PredictedBytes = 10 },
            ComparisonGateTests.Model("gone") with { State = ModelState.Unloaded, MeasuredBytes = 5 });

        _meter.Add(standing, TimeSpan.FromSeconds(5), Records.Noon.AddMinutes(59));
        _meter.Add(standing, TimeSpan.FromSeconds(5), Records.Noon.AddMinutes(60));
        _meter.Add(standing, TimeSpan.FromSeconds(5), Records.Noon.AddMinutes(61));

        var noon = Records.Noon.ToUnixTimeSeconds();
        Assert.Equal(
            [(noon, "new", new HeldMemory(5, 50)), (noon, "one", new HeldMemory(5, 500)), (noon + 3600, "new", new HeldMemory(10, 100)), (noon + 3600, "one", new HeldMemory(10, 1000))],
            _meter.Take().Select(part => (part.Key.Hour, part.Key.Model, part.Value)).OrderBy(part => (part.Hour, part.Model)));
        Assert.Empty(_meter.Take());
    }

    [Fact]
    public void PutBack_WhatCouldNotBeWritten_IsTakenWithTheNext()
    {
        var standing = ComparisonGateTests.Standing(ComparisonGateTests.Model("one") with { MeasuredBytes = 100 });
        _meter.Add(standing, TimeSpan.FromSeconds(5), Records.Noon);
        var taken = _meter.Take();
        _meter.Add(standing, TimeSpan.FromSeconds(1), Records.Noon);

        _meter.PutBack(taken);

        Assert.Equal(new HeldMemory(6, 600), Assert.Single(_meter.Take()).Value);
    }
}
