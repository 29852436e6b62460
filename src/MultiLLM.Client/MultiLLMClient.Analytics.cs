using System.Globalization;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

/// <summary>What the service recorded of requests.</summary>
public sealed partial class MultiLLMClient
{
    /// <summary>How much the models are used, how fast they are and how well they do.</summary>
    public Task<AnalyticsSummary> GetAnalyticsAsync(AnalyticsQuery? query = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "analytics/summary" + (query ?? new()).ToQuery(), null, Json.AnalyticsSummary, cancellationToken);

    /// <summary>The figures of one model, by id or alias.</summary>
    public Task<AnalyticsSummary> GetModelAnalyticsAsync(string id, AnalyticsQuery? query = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return _transport.SendAsync(
            HttpMethod.Get, $"analytics/models/{Uri.EscapeDataString(id)}{(query ?? new()).ToQuery()}", null, Json.AnalyticsSummary, cancellationToken);
    }

    /// <summary>The figures of several models side by side.</summary>
    public Task<AnalyticsSummary> CompareModelsAsync(IEnumerable<string> ids, AnalyticsQuery? query = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            HttpMethod.Get, "analytics/compare" + (query ?? new()).ToQuery(("models", string.Join(',', ids))), null, Json.AnalyticsSummary, cancellationToken);

    /// <summary>How a figure changes with time; buckets without requests are there too.</summary>
    /// <param name="metric">For example "tokens_per_second_p50".</param>
    /// <param name="bucket">"minute", "hour", "day", "week" or "month".</param>
    /// <param name="query">Which requests.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task<AnalyticsTrends> GetTrendsAsync(
        string metric, string bucket = "hour", AnalyticsQuery? query = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            HttpMethod.Get, "analytics/trends" + (query ?? new()).ToQuery(("metric", metric), ("bucket", bucket)), null, Json.AnalyticsTrends, cancellationToken);

    /// <summary>What each installed model is worth for what it takes, and which could go. Of the query only the period counts; null: the last 7 days.</summary>
    public Task<EfficiencyReply> GetEfficiencyAsync(AnalyticsQuery? query = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "analytics/efficiency" + (query ?? new()).ToQuery(), null, Json.EfficiencyReply, cancellationToken);

    /// <summary>Single requests, the newest first, a page at a time.</summary>
    /// <param name="query">Which requests.</param>
    /// <param name="cursor">The page before's <see cref="RequestPage.Cursor"/>; null: the first page.</param>
    /// <param name="limit">1 to 1000; null: 100.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task<RequestPage> GetRequestsAsync(
        AnalyticsQuery? query = null, string? cursor = null, int? limit = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            HttpMethod.Get,
            "analytics/requests" + (query ?? new()).ToQuery(("cursor", cursor), ("limit", limit?.ToString(CultureInfo.InvariantCulture))),
            null, Json.RequestPage, cancellationToken);

    /// <summary>Single requests as a file: "csv", "ndjson" or "parquet".</summary>
    public Task ExportRequestsAsync(string format, Stream destination, AnalyticsQuery? query = null, CancellationToken cancellationToken = default) =>
        _transport.CopyAsync("analytics/export" + (query ?? new()).ToQuery(("format", format)), destination, cancellationToken);
}
