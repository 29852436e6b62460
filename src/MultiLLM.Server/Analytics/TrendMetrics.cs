using System.Collections.Frozen;
using MultiLLM.Core.Analytics;

namespace MultiLLM.Server.Analytics;

/// <summary>What trends can be asked of.</summary>
internal static class TrendMetrics
{
    private static readonly FrozenDictionary<string, Func<Figures, double>> s_metrics = All().ToFrozenDictionary(metric => metric.Name, metric => metric.Of);

    public static IReadOnlyList<string> Names { get; } = [.. All().Select(metric => metric.Name)];

    public static double Value(string metric, Figures figures) => s_metrics[metric](figures);

    private static IEnumerable<(string Name, Func<Figures, double> Of)> All() =>
    [
        ("requests", f => f.Requests),
        ("failed", f => f.Failed),
        ("refused", f => f.Refused),
        ("cancelled", f => f.Cancelled),
        ("success_rate", f => f.SuccessRate ?? 0),
        ("prompt_tokens", f => f.PromptTokens),
        ("cached_tokens", f => f.CachedTokens),
        ("completion_tokens", f => f.CompletionTokens),
        ("machine_seconds", f => f.MachineSeconds),
        ("cost", f => f.Cost),
        .. Spread("latency_seconds", f => f.Latency),
        .. Spread("time_to_first_token_seconds", f => f.TimeToFirstToken),
        .. Spread("tokens_per_second", f => f.TokensPerSecond),
        .. Spread("queue_seconds", f => f.Queue),
        .. Spread("load_seconds", f => f.Load),
    ];

    private static IEnumerable<(string Name, Func<Figures, double> Of)> Spread(string name, Func<Figures, Spread> of) =>
    [
        ($"{name}_mean", f => of(f).Mean),
        ($"{name}_p50", f => of(f).P50),
        ($"{name}_p95", f => of(f).P95),
        ($"{name}_p99", f => of(f).P99),
    ];
}
