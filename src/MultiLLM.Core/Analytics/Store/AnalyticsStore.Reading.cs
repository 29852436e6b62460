using System.Data.Common;
using System.Runtime.CompilerServices;
using MultiLLM.Core.Analytics.Rollups;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>What is asked of the database.</summary>
internal sealed partial class AnalyticsStore
{
    /// <summary>All rollups of the ranges that <paramref name="filter"/> lets through, in no order.</summary>
    public async IAsyncEnumerable<StoredRollup> RollupsAsync(
        IEnumerable<RollupRange> ranges, RollupFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        foreach (var range in ranges)
        {
            await using var command = connection.Command(
                $"SELECT start_seconds, model, task, key, figures FROM {AnalyticsSchema.Rollups} WHERE span = @span AND start_seconds >= @from AND start_seconds < @to",
                ("@span", (long)range.Span), ("@from", range.From), ("@to", range.To));
            Restrict(command, "model", filter.Model);
            Restrict(command, "task", filter.Task);
            Restrict(command, "key", filter.Key);
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var key = new RollupKey(rows.GetString(1), rows.GetString(2), rows.GetString(3));
                yield return new StoredRollup(rows.GetInt64(0), key, Rollup.Unpack(rows.GetFieldValue<byte[]>(4)));
            }
        }
    }

    /// <summary>The begin of the latest rollup of each model; finer ones tell more exactly and are kept for a shorter time.</summary>
    public async ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> LastUsesAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await using var command = connection.Command($"SELECT model, MAX(start_seconds) FROM {AnalyticsSchema.Rollups} WHERE model <> '' GROUP BY model");
        var last = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            last[rows.GetString(0)] = DateTimeOffset.FromUnixTimeSeconds(rows.GetInt64(1));
        return last;
    }

    /// <summary>At most <paramref name="limit"/> records by their arrival, the newest first or, with <paramref name="ascending"/>, last; beyond the one with that id.</summary>
    public async ValueTask<IReadOnlyList<RequestRecord>> RequestsAsync(RecordFilter filter, long? beyond, bool ascending, int limit, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await using var command = connection.Command($"SELECT {RecordColumns.Selected} FROM {AnalyticsSchema.Requests} WHERE time_ms >= @from AND time_ms < @to",
            ("@from", filter.From.ToUnixTimeMilliseconds()), ("@to", filter.To.ToUnixTimeMilliseconds()));
        RestrictOrNone(command, "model_used", filter.Model);
        RestrictOrNone(command, "task", filter.Task);
        RestrictOrNone(command, "key", filter.Key);
        Restrict(command, "endpoint", filter.Endpoint);
        Restrict(command, "error_code", filter.ErrorCode);
        Restrict(command, "request_id", filter.RequestId);
        Restrict(command, "conversation_id", filter.ConversationId);
        Restrict(command, "outcome", filter.Outcome is { } outcome ? EnumWords<RequestOutcome>.Of(outcome) : null);
        if (beyond is { } id)
        {
            command.CommandText += $" AND (time_ms, id) {(ascending ? '>' : '<')} (SELECT time_ms, id FROM {AnalyticsSchema.Requests} WHERE id = @beyond)";
            command.Add("@beyond", id);
        }
        // As the index has them, so that a page of a long time is not picked from all of its records.
        command.CommandText += ascending ? " ORDER BY time_ms, id LIMIT @limit" : " ORDER BY time_ms DESC, id DESC LIMIT @limit";
        command.Add("@limit", (long)limit);
        var records = new List<RequestRecord>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            records.Add(RecordColumns.Read(rows));
        return records;
    }

    /// <summary>Of records, which have no value where figures have the empty string.</summary>
    private static void RestrictOrNone(DbCommand command, string column, string? value)
    {
        if (value is { Length: 0 })
            command.CommandText += $" AND {column} IS NULL";
        else
            Restrict(command, column, value);
    }

    private static void Restrict(DbCommand command, string column, string? value)
    {
        if (value is null)
            return;
        command.CommandText += $" AND {column} = @{column}";
        command.Add($"@{column}", value);
    }
}

/// <param name="Start">Unix seconds.</param>
/// <param name="Key">What its requests have in common.</param>
/// <param name="Figures">Of them.</param>
internal readonly record struct StoredRollup(long Start, RollupKey Key, Rollup Figures);

/// <summary>Null matches everything; the empty string what has none.</summary>
internal sealed record RollupFilter(string? Model = null, string? Task = null, string? Key = null);
