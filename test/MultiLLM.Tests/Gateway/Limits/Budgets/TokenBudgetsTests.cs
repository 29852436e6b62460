using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Gateway.Limits.Budgets;

namespace MultiLLM.Tests.Gateway.Limits.Budgets;

public sealed class TokenBudgetsTests
{
    private static readonly BudgetId Day = new("key-a", BudgetPeriod.DayOf(DateTimeOffset.UnixEpoch));
    private readonly MemoryBudgets _store = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Reserve_ManyAtOnceAtTheEdge_ExactlySoManyAsFit()
    {
        using var budgets = new TokenBudgets(_store, _time);
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => budgets.ReserveAsync(Day, 1234, 100, 100, CancellationToken.None).AsTask())));
        Assert.Equal(12, all.Count(one => one.Promise is not null));
        Assert.Equal(1200, _store[Day].Taken);
    }

    [Fact]
    public async Task Reserve_LessWillDo_AsksForAllBeforeItTakesLess()
    {
        using var budgets = new TokenBudgets(_store, _time);
        await budgets.ReserveAsync(Day, 1000, 10, 10, CancellationToken.None);
        Assert.Equal(990, (await budgets.ReserveAsync(Day, 1000, 1, 5000, CancellationToken.None)).Promise!.Tokens);
    }

    [Fact]
    public async Task Reserve_PortionAtHand_AsksNobody()
    {
        using var budgets = new TokenBudgets(_store, _time);
        (await budgets.ReserveAsync(Day, 640_000, 100, 100, CancellationToken.None)).Promise!.Settle(50);
        var asked = _store.Asked;
        for (var i = 0; i < 50; i++)
            (await budgets.ReserveAsync(Day, 640_000, 100, 100, CancellationToken.None)).Promise!.Settle(50);
        Assert.Equal(asked, _store.Asked);
    }

    [Fact]
    public async Task Reserve_DatabaseDown_FailsWhereNothingIsAtHand()
    {
        using var budgets = new TokenBudgets(_store, _time);
        await budgets.ReserveAsync(Day, 6400, 50, 50, CancellationToken.None);
        _store.IsDown = true;
        Assert.NotNull((await budgets.ReserveAsync(Day, 6400, 50, 50, CancellationToken.None)).Promise);
        Assert.Equal(ErrorCode.GatewayStoreUnavailable, (await budgets.ReserveAsync(Day, 6400, 50, 50, CancellationToken.None)).Error!.Code);
    }

    [Fact]
    public async Task Write_DatabaseDown_IsTriedAgain()
    {
        using var budgets = new TokenBudgets(_store, _time);
        (await budgets.ReserveAsync(Day, 6400, 50, 50, CancellationToken.None)).Promise!.Settle(20);
        _store.IsDown = true;
        await budgets.WriteAsync(TimeSpan.Zero, CancellationToken.None);
        _store.IsDown = false;
        Assert.Equal(new BudgetRow(100, 0), _store[Day]);
        Assert.Equal(new BudgetStanding(20, 0), (await budgets.ReadAsync(Day, CancellationToken.None)).Value);
        await budgets.WriteAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.Equal(new BudgetRow(20, 20), _store[Day]);
    }

    [Fact]
    public async Task Restart_WithoutStopping_CountsWhatWasTakenAsUsed()
    {
        using (var killed = new TokenBudgets(_store, _time))
            await killed.ReserveAsync(Day, 1000, 900, 900, CancellationToken.None);
        using var budgets = new TokenBudgets(_store, _time);
        Assert.Null((await budgets.ReserveAsync(Day, 1000, 101, 101, CancellationToken.None)).Promise);
        Assert.NotNull((await budgets.ReserveAsync(Day, 1000, 100, 100, CancellationToken.None)).Promise);
        Assert.Equal(new BudgetStanding(0, 1000), (await budgets.ReadAsync(Day, CancellationToken.None)).Value);
    }

    [Theory]
    [InlineData("2026-12-31T23:59:59.9Z", "2026-12-31", "2027-01-01T00:00:00Z", "2026-12", "2027-01-01T00:00:00Z")]
    [InlineData("2024-02-29T12:00:00+14:00", "2024-02-28", "2024-02-29T00:00:00Z", "2024-02", "2024-03-01T00:00:00Z")]
    public void Periods_AreCalendarDaysAndMonthsUtc(string moment, string day, string dayEnds, string month, string monthEnds)
    {
        var now = DateTimeOffset.Parse(moment);
        Assert.Equal(new BudgetPeriod(LimitKind.TokensPerDay, day, DateTimeOffset.Parse(dayEnds)), BudgetPeriod.DayOf(now));
        Assert.Equal(new BudgetPeriod(LimitKind.TokensPerMonth, month, DateTimeOffset.Parse(monthEnds)), BudgetPeriod.MonthOf(now));
    }
}
