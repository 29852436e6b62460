using MultiLLM.Core.Analytics.Rollups;
using MultiLLM.Core.Gateway.Audit.Holds;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>What keeps the database small, and what tells of earlier runs.</summary>
internal sealed partial class AnalyticsStore
{
    /// <summary>Rows deleted in one transaction, so that a deletion of millions holds up no writer.</summary>
    public const int DeletedAtOnce = 10_000;

    /// <summary>Makes a run known, so that a later one can tell what it lost.</summary>
    public async ValueTask BeginRunAsync(Run run, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await connection.RunAsync(
            $"INSERT INTO {AnalyticsSchema.Runs} (run, started_ms, settled, lost) VALUES (@run, @started, 0, 0) ON CONFLICT (run) DO NOTHING",
            cancellationToken, ("@run", run.Id), ("@started", run.Started.ToUnixTimeMilliseconds()));
    }

    /// <summary>Records of a run that are accounted for; null: this database does not know it.</summary>
    public async ValueTask<long?> SettledAsync(string run, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        return await connection.NumberAsync($"SELECT settled FROM {AnalyticsSchema.Runs} WHERE run = @run", cancellationToken, ("@run", run));
    }

    /// <summary>Notes what a run that ended without warning had not written yet.</summary>
    public async ValueTask SetLostAsync(string run, long lost, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await connection.RunAsync($"UPDATE {AnalyticsSchema.Runs} SET lost = @lost WHERE run = @run", cancellationToken, ("@run", run), ("@lost", lost));
    }

    /// <summary>Bytes taken.</summary>
    public async ValueTask<long> SizeAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        return await dialect.SizeAsync(connection, cancellationToken);
    }

    /// <summary>Deletes a bounded number of records of requests that came before then and that no hold covers, the oldest first.</summary>
    /// <returns>How many.</returns>
    public ValueTask<int> DeleteRequestsAsync(DateTimeOffset before, IReadOnlyList<LegalHold> holds, CancellationToken cancellationToken)
    {
        var (spared, parameters) = HeldRows.Spared(holds);
        return DeleteAsync(
            $"""
            DELETE FROM {AnalyticsSchema.Requests} WHERE id IN
                (SELECT id FROM {AnalyticsSchema.Requests} WHERE time_ms < @before{spared} ORDER BY time_ms LIMIT {DeletedAtOnce})
            """,
            [("@before", before.ToUnixTimeMilliseconds()), .. parameters], cancellationToken);
    }

    /// <summary>Deletes rollups of periods that began before then.</summary>
    public ValueTask<int> DeleteRollupsAsync(RollupSpan span, DateTimeOffset before, CancellationToken cancellationToken) => DeleteAsync(
        $"DELETE FROM {AnalyticsSchema.Rollups} WHERE span = {(long)span} AND start_seconds < @before", [("@before", before.ToUnixTimeSeconds())], cancellationToken);

    /// <summary>Gives room inside the database back.</summary>
    public async ValueTask ReclaimAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await dialect.ReclaimAsync(connection, cancellationToken);
    }

    private async ValueTask<int> DeleteAsync(string sql, (string Name, object Value)[] parameters, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        return await connection.RunAsync(sql, cancellationToken, parameters);
    }
}
