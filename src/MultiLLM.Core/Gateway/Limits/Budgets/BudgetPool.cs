namespace MultiLLM.Core.Gateway.Limits.Budgets;

/// <summary>
/// The part of one budget that this gateway has taken from the database, in tokens. It can be promised to requests without asking anybody, because the
/// database counts it as gone already. Pure; its owner lets one thread at a time in.
/// </summary>
internal sealed class BudgetPool
{
    /// <summary>Taken, and neither promised nor used. Less than nothing: a request used more than it was promised.</summary>
    public long Free { get; private set; }

    /// <summary>Promised to requests under way.</summary>
    public long Reserved { get; private set; }

    /// <summary>Used, which the database does not know yet.</summary>
    public long Unwritten { get; private set; }

    public bool IsSettled => Free == 0 && Reserved == 0 && Unwritten == 0;

    /// <summary>Promises as much as there is, at most <paramref name="most"/>. 0: there is less than <paramref name="least"/>.</summary>
    public long Reserve(long least, long most)
    {
        if (Free < least)
            return 0;
        var granted = Math.Min(Free, most);
        (Free, Reserved) = (Free - granted, Reserved + granted);
        return granted;
    }

    /// <summary>The database gave more.</summary>
    public void Fill(long granted) => Free += granted;

    /// <summary>A promise is over.</summary>
    public void Settle(long reserved, long used)
    {
        Reserved -= reserved;
        Free += reserved - used;
        Unwritten += used;
    }

    /// <summary>What goes to the database now; <see cref="PutBack"/> it where that fails.</summary>
    /// <param name="all">Also what is free, because nobody asked for it lately. A debt is always told.</param>
    public BudgetReturn TakeOut(bool all)
    {
        var returned = new BudgetReturn(all ? Free : Math.Min(0, Free), Unwritten);
        (Free, Unwritten) = (Free - returned.Free, 0);
        return returned;
    }

    public void PutBack(BudgetReturn returned) => (Free, Unwritten) = (Free + returned.Free, Unwritten + returned.Used);
}

/// <param name="Free">Taken and not needed.</param>
/// <param name="Used">Of what was taken.</param>
internal readonly record struct BudgetReturn(long Free, long Used)
{
    public bool IsNothing => this == default;
}
