using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Shared.Charts;

namespace MultiLLM.Dashboard.Models.Details;

/// <summary>How a model was used in the last day.</summary>
public sealed record ModelUse(RequestFigures Total, ChartData Chart)
{
    public static async Task<ModelUse> AskAsync(MultiLLMClient client, string id, CancellationToken cancellationToken)
    {
        var query = new AnalyticsQuery { Since = "24h" };
        var summary = client.GetModelAnalyticsAsync(id, query, cancellationToken);
        var ofIt = query with { Model = id };
        var (requests, failed) = (client.GetTrendsAsync("requests", "hour", ofIt, cancellationToken), client.GetTrendsAsync("failed", "hour", ofIt, cancellationToken));
        await Task.WhenAll(summary, requests, failed);
        return new((await summary).Total, ChartData.Of(
            await requests,
            ChartSeries.Of("Requests", ChartUnit.Count, (await requests).Series[0], ChartMark.Bars),
            ChartSeries.Of("of them failed", ChartUnit.Count, (await failed).Series[0], ChartMark.Bars)));
    }
}
