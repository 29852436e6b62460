using System.Data;
using System.Data.Common;
using MultiLLM.Core.Analytics.Store;

namespace MultiLLM.Core.Gateway.Limits.Budgets;

/// <summary>The SQL of budgets. Each change is one statement, which either database does as a whole or not at all, whoever else changes the same row.</summary>
internal static class BudgetTable
{
    public const string Name = "multillm_budgets";

    public static IReadOnlyList<IReadOnlyList<string>> Steps(IStoreDialect dialect) =>
    [
        [
            $"""
            CREATE TABLE {Name} (
                key_id TEXT NOT NULL, period TEXT NOT NULL, taken BIGINT NOT NULL, used BIGINT NOT NULL, granted BIGINT NOT NULL, ends_seconds BIGINT NOT NULL,
                PRIMARY KEY (key_id, period))
            """,
        ],
    ];

    /// <summary>Granted, taken, used. Null: there is not so much left.</summary>
    public static async ValueTask<BudgetTaken?> TakeAsync(
        DbConnection connection, BudgetId budget, long least, long wanted, long limit, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            $"""
            INSERT INTO {Name} (key_id, period, taken, used, granted, ends_seconds) VALUES (@key, @period, @first, 0, @first, @ends)
            ON CONFLICT (key_id, period) DO UPDATE SET
                granted = CASE WHEN @limit - {Name}.taken < @wanted THEN @limit - {Name}.taken ELSE @wanted END,
                taken = {Name}.taken + CASE WHEN @limit - {Name}.taken < @wanted THEN @limit - {Name}.taken ELSE @wanted END
            WHERE @limit - {Name}.taken >= @least AND @limit - {Name}.taken > 0
            RETURNING granted, taken, used
            """,
            ("@key", budget.Key), ("@period", budget.Period.Name), ("@first", Math.Min(wanted, limit)), ("@ends", budget.Period.Ends.ToUnixTimeSeconds()),
            ("@limit", limit), ("@wanted", wanted), ("@least", least));
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? new BudgetTaken(rows.GetInt64(0), new BudgetRow(rows.GetInt64(1), rows.GetInt64(2))) : null;
    }

    public static ValueTask<BudgetRow> ReturnAsync(DbConnection connection, BudgetId budget, BudgetReturn returned, CancellationToken cancellationToken) => RowAsync(
        connection, budget,
        $"UPDATE {Name} SET taken = taken - @free, used = used + @used WHERE key_id = @key AND period = @period RETURNING taken, used",
        cancellationToken, ("@free", returned.Free), ("@used", returned.Used));

    /// <summary>Nothing, where nobody took anything.</summary>
    public static ValueTask<BudgetRow> ReadAsync(DbConnection connection, BudgetId budget, CancellationToken cancellationToken) => RowAsync(
        connection, budget, $"SELECT taken, used FROM {Name} WHERE key_id = @key AND period = @period", cancellationToken);

    public static ValueTask<int> DeleteAsync(DbConnection connection, DateTimeOffset before, CancellationToken cancellationToken) =>
        connection.RunAsync($"DELETE FROM {Name} WHERE ends_seconds < @before", cancellationToken, ("@before", before.ToUnixTimeSeconds()));

    private static async ValueTask<BudgetRow> RowAsync(
        DbConnection connection, BudgetId budget, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] more)
    {
        await using var command = connection.Command(sql, [("@key", budget.Key), ("@period", budget.Period.Name), .. more]);
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? new BudgetRow(rows.GetInt64(0), rows.GetInt64(1)) : default;
    }
}
