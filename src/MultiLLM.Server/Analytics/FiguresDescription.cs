using MultiLLM.Contracts.Api;
using MultiLLM.Core.Analytics;

namespace MultiLLM.Server.Analytics;

internal static class FiguresDescription
{
    /// <summary>What requests are called that have no model, task or key.</summary>
    public const string NoName = "none";

    public static RequestFigures Of(Figures figures) => new()
    {
        Requests = figures.Requests,
        Succeeded = figures.Succeeded,
        Failed = figures.Failed,
        Refused = figures.Refused,
        Cancelled = figures.Cancelled,
        FailedAttempts = figures.Superseded,
        SuccessRate = figures.SuccessRate,
        PromptTokens = figures.PromptTokens,
        CachedTokens = figures.CachedTokens,
        CompletionTokens = figures.CompletionTokens,
        MachineSeconds = figures.MachineSeconds,
        Cost = figures.Cost > 0 ? figures.Cost : null,
        LatencySeconds = Of(figures.Latency),
        TimeToFirstTokenSeconds = Of(figures.TimeToFirstToken),
        TokensPerSecond = Of(figures.TokensPerSecond),
        QueueSeconds = Of(figures.Queue),
        LoadSeconds = Of(figures.Load),
    };

    public static RecordingInfo Of(RecordingStatus status) => new()
    {
        Enabled = status.Enabled,
        Store = status.Store,
        Written = status.Written,
        Waiting = status.Waiting,
        Lost = status.Lost,
        LostByKill = status.LostByKill,
        Problem = status.Problem,
        ProblemSince = status.ProblemSince,
        SetAside = status.SetAside,
    };

    private static Distribution Of(Spread spread) => new(spread.Count, spread.Mean, spread.P50, spread.P95, spread.P99);
}
