using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Gateway.Limits.Budgets;
using MultiLLM.Core.Gateway.Store;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Limits.Budgets;

/// <summary>The same promises of either database.</summary>
public abstract class BudgetStoreTests
{
    private static readonly BudgetId Day = new("key-a", BudgetPeriod.DayOf(DateTimeOffset.UnixEpoch.AddYears(50)));

    private protected abstract Task<Func<IStoreDialect>> DatabaseAsync();

    [Fact]
    public async Task Take_UntilNothingIsLeft_GivesWhatThereIsAndThenNothing()
    {
        await using var database = Open(await DatabaseAsync());
        var store = new BudgetStore(database);
        Assert.Equal(new BudgetTaken(60, new BudgetRow(60, 0)), (await store.TakeAsync(Day, 10, 60, 100, default)).Value);
        Assert.Equal(new BudgetTaken(0, new BudgetRow(60, 0)), (await store.TakeAsync(Day, 41, 60, 100, default)).Value);
        Assert.Equal(new BudgetTaken(40, new BudgetRow(100, 0)), (await store.TakeAsync(Day, 40, 60, 100, default)).Value);
        Assert.Equal(new BudgetTaken(0, new BudgetRow(100, 0)), (await store.TakeAsync(Day, 0, 60, 100, default)).Value);
        Assert.Equal(new BudgetRow(70, 25), (await store.ReturnAsync(Day, new BudgetReturn(30, 25), default)).Value);
        Assert.Equal(new BudgetTaken(0, new BudgetRow(70, 25)), (await store.TakeAsync(Day, 1, 5, 70, default)).Value); // the limit was lowered
        Assert.Equal(default, (await store.ReadAsync(Day with { Key = "key-b" }, default)).Value);
    }

    [Fact]
    public async Task Delete_PastPeriods_LeavesTheOthers()
    {
        await using var database = Open(await DatabaseAsync());
        var store = new BudgetStore(database);
        await store.TakeAsync(Day, 1, 1, 100, default);
        await store.TakeAsync(new BudgetId("key-a", BudgetPeriod.DayOf(Day.Period.Ends.AddDays(3))), 1, 1, 100, default);
        Assert.Equal(1, (await store.DeleteAsync(Day.Period.Ends.AddDays(1), default)).Value);
        Assert.Equal(default, (await store.ReadAsync(Day, default)).Value);
    }

    /// <summary>Gateways at the edge of one budget: each opens the database by itself, and all ask at once.</summary>
    [Fact]
    public async Task Reserve_TwoGatewaysFiftyAtOnce_TogetherNoTokenMoreThanTheBudget()
    {
        const int Limit = 1234;
        var dialect = await DatabaseAsync();
        await using var one = Open(dialect);
        await using var other = Open(dialect);
        foreach (var database in (GatewayStore[])[one, other])
            await new BudgetStore(database).ReadAsync(Day, default); // who makes the file is not what this is about
        TokenBudgets[] gateways = [new(new BudgetStore(one), TimeProvider.System), new(new BudgetStore(other), TimeProvider.System)];
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            var (promise, error) = await gateways[i % 2].ReserveAsync(Day, Limit, 100, 100, CancellationToken.None);
            Assert.Null(error);
            return promise;
        })));
        var granted = all.OfType<BudgetReservation>().ToList();
        Assert.InRange(granted.Count, 11, 12); // what one has at hand in small change the other does not
        foreach (var promise in granted)
            promise.Settle(100);
        foreach (var gateway in gateways)
            await gateway.WriteAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.Equal(new BudgetRow(granted.Count * 100, granted.Count * 100), (await new BudgetStore(one).ReadAsync(Day, default)).Value);
        var (rest, _) = await gateways[1].ReserveAsync(Day, Limit, 1, Limit, CancellationToken.None);
        Assert.Equal(Limit - (granted.Count * 100), rest!.Tokens);
        Assert.Null((await gateways[0].ReserveAsync(Day, Limit, 1, 1, CancellationToken.None)).Promise);
    }

    private static GatewayStore Open(Func<IStoreDialect> dialect) => new(dialect(), [new GatewayTables("budgets", BudgetTable.Steps)]);
}

public sealed class SqliteBudgetStoreTests : BudgetStoreTests, IDisposable
{
    private readonly TempFolder _folder = new();

    private protected override Task<Func<IStoreDialect>> DatabaseAsync() =>
        Task.FromResult<Func<IStoreDialect>>(() => new SqliteDialect(Path.Combine(_folder.Path, "gateway.db"), isDurable: true));

    public void Dispose() => _folder.Dispose();
}

/// <summary>test.sh starts a server for these and says where it is.</summary>
public sealed class PostgresBudgetStoreTests : BudgetStoreTests
{
    private protected override async Task<Func<IStoreDialect>> DatabaseAsync()
    {
        var settings = await TestPostgres.SchemaAsync();
        return () => new PostgresDialect(settings);
    }
}
