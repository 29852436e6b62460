using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Residency.Memory;

public sealed class MemoryBudgetTests
{
    private const long GB = 1_000_000_000;

    [Fact]
    public void Of_NothingLoaded_WhatIsFreeBeyondTheReserve()
    {
        var budget = Of(available: 10 * GB, new MemoryRules());

        Assert.Equal((8.4, 0.0, 8.4), (budget.CapacityBytes / (double)GB, budget.TakenBytes / (double)GB, budget.FreeBytes / (double)GB));
    }

    [Fact]
    public void Of_LoadedModel_ItsMappedFileIsTakenThoughTheSystemCallsItAvailable()
    {
        // 3 GB, of which the available memory lacks 1 GB: the rest is the mapped file.
        var budget = Of(available: 9 * GB, new MemoryRules(ReserveBytes: GB), new MemoryClaim(3 * GB, GB, GB));

        Assert.Equal((6 * GB, 9 * GB), (budget.FreeBytes, budget.CapacityBytes));
    }

    [Fact]
    public void Of_LoadUnderWay_IsTakenInFullAndNeverMakesTheHostLookSmaller()
    {
        var before = Of(available: 10 * GB, new MemoryRules(ReserveBytes: 0));
        var untouched = Of(available: 10 * GB, new MemoryRules(ReserveBytes: 0), new MemoryClaim(6 * GB, 0, 6 * GB));
        var almostDone = Of(available: 5 * GB, new MemoryRules(ReserveBytes: 0), new MemoryClaim(6 * GB, 0, 6 * GB));

        Assert.Equal(4 * GB, untouched.FreeBytes);
        Assert.True(almostDone.FreeBytes <= 4 * GB); // how much the load has taken is not known
        Assert.True(untouched.CapacityBytes >= before.CapacityBytes && almostDone.CapacityBytes >= before.CapacityBytes);
    }

    [Fact]
    public void Of_FixedLimit_CountsWhereItIsTighter()
    {
        var tight = Of(available: 10 * GB, new MemoryRules(ReserveBytes: 0, BudgetBytes: 4 * GB), new MemoryClaim(3 * GB, 3 * GB, 3 * GB));
        var loose = Of(available: 2 * GB, new MemoryRules(ReserveBytes: 0, BudgetBytes: 40 * GB), new MemoryClaim(3 * GB, 3 * GB, 3 * GB));

        Assert.Equal((GB, 4 * GB), (tight.FreeBytes, tight.CapacityBytes));
        Assert.Equal((2 * GB, 5 * GB), (loose.FreeBytes, loose.CapacityBytes));
    }

    [Fact]
    public void Of_OtherProgramsTookMoreThanWasLeft_NothingIsFree()
    {
        var budget = Of(available: GB / 10, new MemoryRules(ReserveBytes: GB), new MemoryClaim(3 * GB, 2 * GB, 2 * GB));

        Assert.True(budget.FreeBytes < 0);
        Assert.Equal(GB / 10 + (2 * GB) - GB, budget.CapacityBytes);
    }

    [Theory]
    [InlineData(1 * GB, 256_000_000)]
    [InlineData(16 * GB, 1_600_000_000)]
    [InlineData(512 * GB, 2_000_000_000)]
    public void ReserveFor_NotConfigured_ATenthWithinLimits(long total, long reserve) => Assert.Equal(reserve, new MemoryRules().ReserveFor(total));

    private static MemoryBudget Of(long available, MemoryRules rules, params MemoryClaim[] claims) =>
        MemoryBudget.Of(new MemoryStanding(16 * GB, available, "test"), rules, claims);
}
