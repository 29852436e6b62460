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

    /// <summary>
    /// Whether so many may be used. Where that is more than was set aside, which only a prompt can cause that its template lengthens beyond expectation, it
    /// takes what is at hand.
    /// </summary>
    public bool Covers(long used)
    {
        if (used <= Tokens)
            return true;
        var more = used - Tokens;
        foreach (var promise in promises)
        {
            if (!promise.TryGrow(more))
                return false; // what others gave is settled with the rest
        }
        minute?.Correct(minute.Amount + more);
        Tokens = used;
        return true;
    }

    public void Settle(long used)
    {
        minute?.Correct(used);
        foreach (var promise in promises)
            promise.Settle(used);
    }
}
