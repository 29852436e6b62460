namespace MultiLLM.Core.Gateway.Limits.Budgets;

/// <summary>Tokens promised to one request. Settle it exactly once.</summary>
internal sealed class BudgetReservation(BudgetEntry entry, long tokens)
{
    public long Tokens { get; private set; } = tokens;

    public BudgetId Budget => entry.Id;

    /// <summary>Gives a part back before anything was used.</summary>
    public void ShrinkTo(long tokens)
    {
        lock (entry.Gate)
            entry.Pool.Settle(Tokens - tokens, used: 0);
        Tokens = tokens;
    }

    /// <summary>The other promise of the same budget becomes part of this one, which is settled for both.</summary>
    public void Absorb(BudgetReservation other) => Tokens += other.Tokens;

    public void Settle(long used)
    {
        lock (entry.Gate)
            entry.Pool.Settle(Tokens, used);
    }
}
