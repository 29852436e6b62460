using System.Data;
using System.Data.Common;
using MultiLLM.Core.Analytics.Prompts;
using MultiLLM.Core.Gateway.Audit.Holds;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>Kept texts, sealed before they come here.</summary>
internal sealed partial class AnalyticsStore
{
    /// <summary>Kept texts of these requests, by request; sealed.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> PromptsAsync(IReadOnlyCollection<string> requests, CancellationToken cancellationToken)
    {
        await using var connection = await dialect.OpenAsync(cancellationToken);
        var prompts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            await using var command = connection.Command($"SELECT prompt FROM {AnalyticsSchema.Prompts} WHERE request_id = @request LIMIT 1", ("@request", request));
            if (await command.ExecuteScalarAsync(cancellationToken) is string prompt)
                prompts[request] = prompt;
        }
        return prompts;
    }

    /// <summary>Whether a hold covers some request of the scope.</summary>
    public async ValueTask<bool> HoldsAnyAsync(ErasureScope scope, LegalHold hold, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        var (column, value) = ColumnOf(scope);
        var (held, parameters) = HeldRows.Covered(hold);
        foreach (var table in (string[])[AnalyticsSchema.Requests, AnalyticsSchema.Prompts])
        {
            if (await connection.NumberAsync($"SELECT 1 FROM {table} WHERE {column} = @value AND {held} LIMIT 1", cancellationToken, [("@value", value), .. parameters]) is not null)
                return true;
        }
        return false;
    }

    /// <summary>Erases texts for good, and tells which models saw them.</summary>
    public async ValueTask<(int Erased, IReadOnlyList<string> Models)> ErasePromptsAsync(ErasureScope scope, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        var (column, value) = ColumnOf(scope);
        var erased = await connection.RunAsync($"DELETE FROM {AnalyticsSchema.Prompts} WHERE {column} = @value", cancellationToken, ("@value", value));
        await dialect.ForgetAsync(connection, cancellationToken);
        await using var command = connection.Command(
            $"SELECT DISTINCT model_used FROM {AnalyticsSchema.Requests} WHERE {column} = @value AND model_used IS NOT NULL", ("@value", value));
        var models = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            models.Add(rows.GetString(0));
        return (erased, models);
    }

    /// <summary>Deletes texts of requests that came before then and that no hold covers.</summary>
    public ValueTask<int> DeletePromptsAsync(DateTimeOffset before, IReadOnlyList<LegalHold> holds, CancellationToken cancellationToken)
    {
        var (spared, parameters) = HeldRows.Spared(holds);
        return DeleteAsync(
            $"DELETE FROM {AnalyticsSchema.Prompts} WHERE time_ms < @before{spared}", [("@before", before.ToUnixTimeMilliseconds()), .. parameters], cancellationToken);
    }

    private static ValueTask InsertPromptsAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<RequestRecord> records, CancellationToken cancellationToken)
    {
        var insert = new Statement(
            $"INSERT INTO {AnalyticsSchema.Prompts} (request_id, time_ms, prompt, conversation_id, key) VALUES (@request, @time, @prompt, @conversation, @key)",
            [("@request", DbType.String), ("@time", DbType.Int64), ("@prompt", DbType.String), ("@conversation", DbType.String), ("@key", DbType.String)]);
        var kept = records.Where(record => record.Prompt is not null).Select(record => new[]
        {
            record.RequestId, record.Time.ToUnixTimeMilliseconds(), RecordColumns.Storable(record.Prompt!), Storable(record.ConversationId), Storable(record.Key),
        });
        return insert.RunForEachAsync(connection, transaction, kept, cancellationToken);
    }

    private static (string Column, string Value) ColumnOf(ErasureScope scope) =>
        scope.Conversation is { } conversation ? ("conversation_id", conversation) : ("key", scope.Key!);

    private static object Storable(string? text) => text is null ? DBNull.Value : RecordColumns.Storable(text);
}
