using MultiLLM.Contracts.Api;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Server.Analytics;

internal static class RecordDescription
{
    public static RequestInfo Of(RequestRecord record) => new()
    {
        Time = record.Time,
        RequestId = record.RequestId,
        Endpoint = record.Endpoint,
        Dialect = record.Dialect,
        Key = record.Key,
        ModelAsked = record.ModelAsked,
        ModelUsed = record.ModelUsed,
        Task = record.Task,
        Difficulty = record.Difficulty,
        Preference = record.Preference,
        PromptTokens = record.PromptTokens,
        CachedTokens = record.CachedTokens,
        CompletionTokens = record.CompletionTokens,
        QueueSeconds = record.QueueSeconds,
        LoadSeconds = record.LoadSeconds,
        TimeToFirstTokenSeconds = record.TimeToFirstTokenSeconds,
        PromptSeconds = record.PromptSeconds,
        DecodeSeconds = record.DecodeSeconds,
        TokensPerSecond = record.TokensPerSecond,
        TotalSeconds = record.TotalSeconds,
        Outcome = EnumWords<RequestOutcome>.Of(record.Outcome),
        FinishReason = record.FinishReason,
        ErrorCode = record.ErrorCode,
        Stream = record.Stream,
        ConversationId = record.ConversationId,
        DecisionId = record.DecisionId,
        Attempt = record.Attempt,
        Cost = record.Cost,
        Prompt = record.Prompt,
    };
}
