using System.Data.Common;
using System.Text;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Analytics.Store;

public enum ColumnKind
{
    Text,
    Whole,
    Real,
    Flag,
    Time,
}

/// <summary>One figure of a record, as the database and exports name it.</summary>
/// <param name="Name">snake_case.</param>
/// <param name="Kind">Time is a <see cref="DateTimeOffset"/>, a whole number a <see cref="long"/>.</param>
/// <param name="Value">Null: not known.</param>
public sealed record RecordColumn(string Name, ColumnKind Kind, Func<RequestRecord, object?> Value);

/// <summary>All of a record but its id and its prompt, in the one order that the database and every export use.</summary>
public static class RecordColumns
{
    public static IReadOnlyList<RecordColumn> All { get; } =
    [
        new("time", ColumnKind.Time, r => r.Time),
        new("request_id", ColumnKind.Text, r => r.RequestId),
        new("endpoint", ColumnKind.Text, r => r.Endpoint),
        new("dialect", ColumnKind.Text, r => r.Dialect),
        new("key", ColumnKind.Text, r => r.Key),
        new("model_asked", ColumnKind.Text, r => r.ModelAsked),
        new("model_used", ColumnKind.Text, r => r.ModelUsed),
        new("task", ColumnKind.Text, r => r.Task),
        new("difficulty", ColumnKind.Text, r => r.Difficulty),
        new("preference", ColumnKind.Text, r => r.Preference),
        new("prompt_tokens", ColumnKind.Whole, r => r.PromptTokens),
        new("cached_tokens", ColumnKind.Whole, r => r.CachedTokens),
        new("completion_tokens", ColumnKind.Whole, r => r.CompletionTokens),
        new("queue_seconds", ColumnKind.Real, r => r.QueueSeconds),
        new("load_seconds", ColumnKind.Real, r => r.LoadSeconds),
        new("time_to_first_token_seconds", ColumnKind.Real, r => r.TimeToFirstTokenSeconds),
        new("prompt_seconds", ColumnKind.Real, r => r.PromptSeconds),
        new("decode_seconds", ColumnKind.Real, r => r.DecodeSeconds),
        new("tokens_per_second", ColumnKind.Real, r => r.TokensPerSecond),
        new("total_seconds", ColumnKind.Real, r => r.TotalSeconds),
        new("outcome", ColumnKind.Text, r => EnumWords<RequestOutcome>.Of(r.Outcome)),
        new("finish_reason", ColumnKind.Text, r => r.FinishReason),
        new("error_code", ColumnKind.Text, r => r.ErrorCode),
        new("stream", ColumnKind.Flag, r => r.Stream),
        new("conversation_id", ColumnKind.Text, r => r.ConversationId),
        new("decision_id", ColumnKind.Text, r => r.DecisionId),
        new("attempt", ColumnKind.Whole, r => (long)r.Attempt),
        new("cost", ColumnKind.Real, r => r.Cost),
    ];

    /// <summary>The id, then all columns.</summary>
    internal static string Selected { get; } = "id, " + string.Join(", ", All.Select(StoredName));

    /// <summary>Times are stored as milliseconds, and say so.</summary>
    internal static string StoredName(RecordColumn column) => column.Kind == ColumnKind.Time ? column.Name + "_ms" : column.Name;

    internal static object StoredValue(RecordColumn column, RequestRecord record) => column.Value(record) switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        bool flag => flag ? 1L : 0L,
        string text => Storable(text),
        var value => value,
    };

    /// <summary>Text that every database takes: without NUL, and with a mark in place of half a character.</summary>
    internal static string Storable(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            text = text.Replace("\0", "", StringComparison.Ordinal);
        return text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }

    /// <param name="row">Columns as in <see cref="Selected"/>.</param>
    internal static RequestRecord Read(DbDataReader row)
    {
        var at = -1;
        return new RequestRecord
        {
            Id = row.GetInt64(++at),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(++at)),
            RequestId = row.GetString(++at),
            Endpoint = row.GetString(++at),
            Dialect = row.GetString(++at),
            Key = Text(row, ++at),
            ModelAsked = row.GetString(++at),
            ModelUsed = Text(row, ++at),
            Task = Text(row, ++at),
            Difficulty = Text(row, ++at),
            Preference = Text(row, ++at),
            PromptTokens = row.GetInt64(++at),
            CachedTokens = row.GetInt64(++at),
            CompletionTokens = row.GetInt64(++at),
            QueueSeconds = Number(row, ++at),
            LoadSeconds = Number(row, ++at),
            TimeToFirstTokenSeconds = Number(row, ++at),
            PromptSeconds = Number(row, ++at),
            DecodeSeconds = Number(row, ++at),
            TokensPerSecond = Number(row, ++at),
            TotalSeconds = row.GetDouble(++at),
            Outcome = EnumWords<RequestOutcome>.Find(row.GetString(++at)) ?? RequestOutcome.Failed,
            FinishReason = Text(row, ++at),
            ErrorCode = Text(row, ++at),
            Stream = row.GetInt64(++at) != 0,
            ConversationId = Text(row, ++at),
            DecisionId = Text(row, ++at),
            Attempt = (int)row.GetInt64(++at),
            Cost = Number(row, ++at),
        };
    }

    private static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static double? Number(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetDouble(at);
}
