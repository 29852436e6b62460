using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Shared.Charts;

namespace MultiLLM.Dashboard.Live;

/// <summary>The stretch of time that traffic is shown for.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Since">As the API takes it.</param>
/// <param name="Bucket">As the API takes it.</param>
/// <param name="Length">Of a bucket.</param>
public sealed record TrafficPeriod(string Name, string Since, string Bucket, TimeSpan Length)
{
    public static TrafficPeriod Hour { get; } = new("Last hour", "1h", "minute", TimeSpan.FromMinutes(1));
    public static TrafficPeriod Day { get; } = new("Last 24 hours", "24h", "hour", TimeSpan.FromHours(1));
}

/// <summary>What was asked of the models lately.</summary>
/// <param name="Total">Figures of the whole period.</param>
/// <param name="Requests">Over time.</param>
/// <param name="Tokens">Over time.</param>
public sealed record Traffic(RequestFigures Total, ChartData Requests, ChartData Tokens)
{
    public static Traffic Of(
        AnalyticsSummary summary, AnalyticsTrends requests, AnalyticsTrends failed, AnalyticsTrends promptTokens, AnalyticsTrends completionTokens) => new(
        summary.Total,
        ChartData.Of(
            requests,
            ChartSeries.Of("Requests", ChartUnit.Count, requests.Series[0], ChartMark.Bars),
            ChartSeries.Of("of them failed", ChartUnit.Count, failed.Series[0], ChartMark.Bars)),
        ChartData.Of(
            promptTokens,
            ChartSeries.Of("Read", ChartUnit.Tokens, promptTokens.Series[0], ChartMark.Area),
            ChartSeries.Of("Written", ChartUnit.Tokens, completionTokens.Series[0])));
}
