using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Tests.Analytics;

/// <summary>Figures and records as the service gives them.</summary>
internal static class AnalyticsSamples
{
    public static Distribution Nothing { get; } = new(0, 0, 0, 0, 0);

    public static RequestFigures Figures(long requests = 0, long failed = 0, double seconds = 0) => new()
    {
        Requests = requests,
        Succeeded = requests - failed,
        Failed = failed,
        SuccessRate = requests == 0 ? null : (requests - failed) / (double)requests,
        PromptTokens = requests * 10,
        CompletionTokens = requests * 20,
        LatencySeconds = Spread(requests, seconds),
        TimeToFirstTokenSeconds = Spread(requests, seconds / 10),
        TokensPerSecond = Spread(requests, 50),
        QueueSeconds = Nothing,
        LoadSeconds = Nothing,
    };

    public static FiguresGroup Group(string name, RequestFigures? figures = null) => new() { Name = name, Figures = figures ?? Figures(1) };

    public static RequestInfo Request(string id = "req-1", string outcome = "ok") => new()
    {
        Time = new DateTimeOffset(2026, 11, 24, 14, 0, 0, TimeSpan.Zero),
        RequestId = id,
        Endpoint = "/chat",
        Dialect = "own",
        ModelAsked = "auto",
        ModelUsed = "starter-chat",
        Task = "code",
        PromptTokens = 12,
        CompletionTokens = 34,
        LoadSeconds = 0.2,
        QueueSeconds = 0.1,
        PromptSeconds = 0.3,
        TimeToFirstTokenSeconds = 0.7,
        DecodeSeconds = 1,
        TotalSeconds = 1.75,
        Outcome = outcome,
        Attempt = 1,
    };

    private static Distribution Spread(long count, double value) => count == 0 ? Nothing : new(count, value, value, value * 2, value * 3);
}
