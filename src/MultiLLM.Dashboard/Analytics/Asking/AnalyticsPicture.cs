using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Choosing;

namespace MultiLLM.Dashboard.Analytics.Asking;

/// <summary>The figures that the page shows.</summary>
/// <param name="Span">Of which time.</param>
/// <param name="Now">In all and over time.</param>
/// <param name="Before">In all, of the period before.</param>
/// <param name="Earlier">Its requests over time.</param>
/// <param name="Models">By model, of all models: one that is filtered by is compared with the others.</param>
/// <param name="Tasks">By task, of all tasks.</param>
/// <param name="Keys">By key, of all keys.</param>
/// <param name="Troubles">By model and by task, as all filters have them.</param>
public sealed record AnalyticsPicture(
    AnalyticsSpan Span, AnalyticsSummary Now, AnalyticsSummary Before, AnalyticsTrends Earlier, AnalyticsSummary Models, AnalyticsSummary Tasks, AnalyticsSummary Keys,
    TroubledGroups Troubles)
{
    public static async Task<AnalyticsPicture> AskAsync(MultiLLMClient client, AnalyticsView view, AnalyticsSpan span, string zone, CancellationToken cancellationToken)
    {
        var query = view.Query(span, zone);
        var now = client.GetAnalyticsAsync(query with { By = span.Bucket }, cancellationToken);
        var queryBefore = view.Query(span.Before, zone);
        var before = client.GetAnalyticsAsync(queryBefore with { By = "key" }, cancellationToken);
        var earlier = client.GetTrendsAsync("requests", span.Bucket, queryBefore, cancellationToken);
        var models = client.GetAnalyticsAsync(query with { By = "model", Model = null }, cancellationToken);
        var tasks = client.GetAnalyticsAsync(query with { By = "task", Task = null }, cancellationToken);
        var keys = client.GetAnalyticsAsync(query with { By = "key", Key = null }, cancellationToken);
        await Task.WhenAll(now, before, earlier, models, tasks, keys);
        return new(span, await now, await before, await earlier, await models, await tasks, await keys, new TroubledGroups(
            Chosen((await models).Groups, view.Model), Chosen((await tasks).Groups, view.Task)));
    }

    private static IReadOnlyList<FiguresGroup> Chosen(IReadOnlyList<FiguresGroup> groups, string? name) =>
        name is null ? groups : [.. groups.Where(group => group.Name == name)];
}

/// <summary>Requests whose end matters where something did not succeed.</summary>
/// <param name="ByModel">The busiest first.</param>
/// <param name="ByTask">The busiest first.</param>
public sealed record TroubledGroups(IReadOnlyList<FiguresGroup> ByModel, IReadOnlyList<FiguresGroup> ByTask);
