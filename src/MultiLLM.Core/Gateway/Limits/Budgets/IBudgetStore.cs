using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Limits.Budgets;

/// <summary>What all gateways together have taken of each budget. What it gives out together is never more than the limit. Safe from any thread.</summary>
internal interface IBudgetStore
{
    /// <summary>Takes as much as there is, at most <paramref name="wanted"/>; nothing where that is less than <paramref name="least"/>.</summary>
    ValueTask<Result<BudgetTaken>> TakeAsync(BudgetId budget, long least, long wanted, long limit, CancellationToken cancellationToken);

    ValueTask<Result<BudgetRow>> ReturnAsync(BudgetId budget, BudgetReturn returned, CancellationToken cancellationToken);

    ValueTask<Result<BudgetRow>> ReadAsync(BudgetId budget, CancellationToken cancellationToken);

    /// <summary>Forgets periods that ended before.</summary>
    ValueTask<Result<int>> DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <param name="Granted">To this gateway, now.</param>
/// <param name="Row">How it stands afterwards.</param>
internal readonly record struct BudgetTaken(long Granted, BudgetRow Row);

/// <param name="Taken">By all gateways, whatever became of it.</param>
/// <param name="Used">As far as they have told.</param>
internal readonly record struct BudgetRow(long Taken, long Used);
