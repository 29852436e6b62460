using MultiLLM.Core.Gateway.Limits.Budgets;
using MultiLLM.Core.Gateway.Limits.Rates;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>Tokens set aside for one answer. Settle it exactly once, however the answer ends.</summary>
/// <param name="minute">Null: the key has no such limit.</param>
/// <param name="promises">Of each budget of the key.</param>
/// <param name="tokens">In all.</param>
internal sealed class TokenHold(MinuteLease? minute, IReadOnlyList<BudgetReservation> promises, long tokens)
{
    public static TokenHold Unbounded { get; } = new(null, [], long.MaxValue);

    public long Tokens { get; private set; } = tokens;

    public IReadOnlyList<BudgetReservation> Promises => promises;

    /// <summary>Every budget promised more.</summary>
    public void GrowTo(long tokens)
    {
        minute?.Correct(tokens);
        Tokens = tokens;
    }

    public void Settle(long used)
    {
        minute?.Correct(used);
        foreach (var promise in promises)
            promise.Settle(used);
    }
}
