using MultiLLM.Core.Analytics;

namespace MultiLLM.Tests.Analytics;

/// <summary>Records to write.</summary>
internal static class Records
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static RequestRecord Answered(DateTimeOffset? time = null, string model = "a", double seconds = 1) => new()
    {
        Time = time ?? Noon,
        RequestId = $"req-{Guid.NewGuid():N}",
        Endpoint = "/chat",
        Dialect = "own",
        ModelAsked = "auto",
        ModelUsed = model,
        Task = "code",
        Difficulty = "low",
        Preference = "balanced",
        PromptTokens = 10,
        CachedTokens = 4,
        CompletionTokens = 20,
        QueueSeconds = 0,
        LoadSeconds = 0.25,
        TimeToFirstTokenSeconds = seconds / 10,
        PromptSeconds = seconds / 20,
        DecodeSeconds = seconds / 2,
        TokensPerSecond = 38,
        TotalSeconds = seconds,
        Outcome = RequestOutcome.Ok,
        FinishReason = "stop",
        Stream = true,
        ConversationId = "conv-1",
        DecisionId = "sel-1",
    };

    public static RequestRecord Failed(DateTimeOffset? time = null, string? model = null) =>
        Answered(time) with { ModelUsed = model, Outcome = RequestOutcome.Failed, ErrorCode = "runner_crashed", FinishReason = null, TokensPerSecond = null };
}
