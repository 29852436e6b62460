using System.Data;
using MultiLLM.Core.Analytics.Held;
using MultiLLM.Core.Analytics.Rollups;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>What models in memory cost, by hour.</summary>
internal sealed partial class AnalyticsStore
{
    /// <summary>Adds to what is there; several services may hold the same model.</summary>
    public async ValueTask AddHeldAsync(IReadOnlyDictionary<(long Hour, string Model), HeldMemory> held, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await dialect.LockAsync(connection, transaction, cancellationToken);
        var add = new Statement(
            $"""
            INSERT INTO {AnalyticsSchema.Held} (start_seconds, model, seconds, byte_seconds) VALUES (@start, @model, @seconds, @bytes)
            ON CONFLICT (start_seconds, model) DO UPDATE SET
                seconds = {AnalyticsSchema.Held}.seconds + excluded.seconds, byte_seconds = {AnalyticsSchema.Held}.byte_seconds + excluded.byte_seconds
            """,
            [("@start", DbType.Int64), ("@model", DbType.String), ("@seconds", DbType.Double), ("@bytes", DbType.Double)]);
        await add.RunForEachAsync(
            connection, transaction,
            held.Select(part => (object[])[part.Key.Hour, RecordColumns.Storable(part.Key.Model), part.Value.Seconds, part.Value.ByteSeconds]), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>By model; of an hour that lies in the period partly, that part.</summary>
    /// <param name="from">Unix seconds, included.</param>
    /// <param name="to">Unix seconds, not included.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<IReadOnlyDictionary<string, HeldMemory>> HeldAsync(long from, long to, CancellationToken cancellationToken)
    {
        const long Hour = (long)RollupSpan.Hour;
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await using var command = connection.Command(
            $"SELECT start_seconds, model, seconds, byte_seconds FROM {AnalyticsSchema.Held} WHERE start_seconds > @from AND start_seconds < @to",
            ("@from", from - Hour), ("@to", to));
        var held = new Dictionary<string, HeldMemory>(StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var (start, model) = (rows.GetInt64(0), rows.GetString(1));
            var part = (double)(Math.Min(to, start + Hour) - Math.Max(from, start)) / Hour;
            held[model] = held.GetValueOrDefault(model) + (new HeldMemory(rows.GetDouble(2), rows.GetDouble(3)) * part);
        }
        return held;
    }

    /// <summary>Deletes what is older.</summary>
    public ValueTask<int> DeleteHeldAsync(DateTimeOffset before, CancellationToken cancellationToken) => DeleteAsync(
        $"DELETE FROM {AnalyticsSchema.Held} WHERE start_seconds < @before", [("@before", before.ToUnixTimeSeconds())], cancellationToken);
}
