using MultiLLM.Core.Analytics;

namespace MultiLLM.AnalyticsBench;

/// <summary>Requests of a made-up service: six models, eight tasks, four keys, durations spread over three decades.</summary>
internal sealed class Synthetic
{
    private static readonly string[] s_models = ["small-1b", "code-3b", "chat-8b", "chat-14b", "math-7b", "embed"];
    private static readonly string[] s_tasks = ["chat", "knowledge", "code", "math", "writing", "summarization", "extraction", "translation"];
    private static readonly string[] s_keys = ["alice", "bob", "carol", "dave"];

    private readonly Random _random = new(20260301);

    public RequestRecord Next(DateTimeOffset time)
    {
        var seconds = Math.Pow(10, (_random.NextDouble() * 3) - 1);
        var fate = _random.NextDouble();
        return new RequestRecord
        {
            Time = time,
            RequestId = $"req-{_random.NextInt64():x16}",
            Endpoint = "/v1/chat/completions",
            Dialect = "openai",
            Key = s_keys[_random.Next(s_keys.Length)],
            ModelAsked = "auto",
            ModelUsed = s_models[_random.Next(s_models.Length)],
            Task = s_tasks[_random.Next(s_tasks.Length)],
            Difficulty = "medium",
            Preference = "balanced",
            PromptTokens = _random.Next(20, 2000),
            CachedTokens = _random.Next(20),
            CompletionTokens = _random.Next(1, 500),
            QueueSeconds = fate < 0.3 ? _random.NextDouble() : 0,
            LoadSeconds = fate < 0.01 ? 5 * _random.NextDouble() : 0,
            TimeToFirstTokenSeconds = seconds / 10,
            PromptSeconds = seconds / 12,
            DecodeSeconds = seconds / 2,
            TokensPerSecond = 5 + (60 * _random.NextDouble()),
            TotalSeconds = seconds,
            Outcome = fate > 0.98 ? RequestOutcome.Failed : RequestOutcome.Ok,
            FinishReason = "stop",
            ErrorCode = fate > 0.98 ? "runner_crashed" : null,
            Stream = true,
            ConversationId = "conv-0123456789",
            DecisionId = "sel-0123456789",
        };
    }
}
