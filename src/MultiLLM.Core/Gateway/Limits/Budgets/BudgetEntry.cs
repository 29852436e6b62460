namespace MultiLLM.Core.Gateway.Limits.Budgets;

/// <summary>One budget as this gateway has it. Whoever touches <see cref="Pool"/> and what is beside it holds the entry's lock.</summary>
internal sealed class BudgetEntry(BudgetId id, long now)
{
    public Lock Gate { get; } = new();

    public BudgetId Id => id;

    public BudgetPool Pool { get; } = new();

    /// <summary>One question to the database at a time; who waited for the answer may find that it was enough for both.</summary>
    public SemaphoreSlim Asking { get; } = new(1, 1);

    /// <summary>What the database said last.</summary>
    public BudgetRow Known { get; set; }

    public long LastAsked { get; set; } = now;

    /// <summary>It left the book: take it from there again.</summary>
    public bool IsGone { get; set; }
}
