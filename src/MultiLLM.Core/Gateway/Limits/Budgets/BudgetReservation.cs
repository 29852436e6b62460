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

    /// <summary>More of what this gateway has at hand. False: there is not so much.</summary>
    public bool TryGrow(long by)
    {
        lock (entry.Gate)
        {
            if (entry.Pool.Reserve(by, by) == 0)
                return false;
        }
        Tokens += by;
        return true;
    }

    public void Settle(long used)
    {
        lock (entry.Gate)
            entry.Pool.Settle(Tokens, used);
    }
}
