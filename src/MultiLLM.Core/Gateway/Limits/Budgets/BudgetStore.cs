using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Store;

namespace MultiLLM.Core.Gateway.Limits.Budgets;

/// <summary>Budgets in the gateway's database.</summary>
internal sealed class BudgetStore(GatewayStore store) : IBudgetStore
{
    public async ValueTask<Result<BudgetTaken>> TakeAsync(BudgetId budget, long least, long wanted, long limit, CancellationToken cancellationToken) => await store.ReadAsync(
        async (connection, cancel) => await BudgetTable.TakeAsync(connection, budget, least, wanted, limit, cancel)
            ?? new BudgetTaken(0, await BudgetTable.ReadAsync(connection, budget, cancel)),
        cancellationToken);

    public ValueTask<Result<BudgetRow>> ReturnAsync(BudgetId budget, BudgetReturn returned, CancellationToken cancellationToken) =>
        store.ReadAsync((connection, cancel) => BudgetTable.ReturnAsync(connection, budget, returned, cancel), cancellationToken);

    public ValueTask<Result<BudgetRow>> ReadAsync(BudgetId budget, CancellationToken cancellationToken) =>
        store.ReadAsync((connection, cancel) => BudgetTable.ReadAsync(connection, budget, cancel), cancellationToken);

    public ValueTask<Result<int>> DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        store.ReadAsync((connection, cancel) => BudgetTable.DeleteAsync(connection, before, cancel), cancellationToken);
}
