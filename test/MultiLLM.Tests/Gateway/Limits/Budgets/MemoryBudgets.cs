using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits.Budgets;

namespace MultiLLM.Tests.Gateway.Limits.Budgets;

/// <summary>What the database does, in memory; it fails and dawdles on command.</summary>
internal sealed class MemoryBudgets : IBudgetStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<BudgetId, BudgetRow> _rows = [];

    public bool IsDown { get; set; }

    public int Asked { get; private set; }

    public BudgetRow this[BudgetId budget]
    {
        get
        {
            lock (_gate)
                return _rows.GetValueOrDefault(budget);
        }
    }

    public ValueTask<Result<BudgetTaken>> TakeAsync(BudgetId budget, long least, long wanted, long limit, CancellationToken cancellationToken) => DoAsync(budget, row =>
    {
        var granted = Math.Min(wanted, limit - row.Taken);
        return granted < least || granted <= 0 ? (new BudgetTaken(0, row), row) : (new BudgetTaken(granted, row with { Taken = row.Taken + granted }), row with { Taken = row.Taken + granted });
    });

    public ValueTask<Result<BudgetRow>> ReturnAsync(BudgetId budget, BudgetReturn returned, CancellationToken cancellationToken) => DoAsync(budget, row =>
    {
        var after = new BudgetRow(row.Taken - returned.Free, row.Used + returned.Used);
        return (after, after);
    });

    public ValueTask<Result<BudgetRow>> ReadAsync(BudgetId budget, CancellationToken cancellationToken) => DoAsync(budget, row => (row, row));

    public ValueTask<Result<int>> DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken) => new(0);

    private async ValueTask<Result<T>> DoAsync<T>(BudgetId budget, Func<BudgetRow, (T Answer, BudgetRow After)> change) where T : notnull
    {
        await Task.Yield();
        if (IsDown)
            return new Error(ErrorCode.GatewayStoreUnavailable, "It is down.");
        lock (_gate)
        {
            Asked++;
            (var answer, _rows[budget]) = change(_rows.GetValueOrDefault(budget));
            return answer;
        }
    }
}
