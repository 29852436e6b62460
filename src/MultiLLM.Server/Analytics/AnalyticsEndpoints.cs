using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Analytics;

/// <summary>What was recorded of requests. Nothing here makes a model work.</summary>
internal static class AnalyticsEndpoints
{
    private const string PeriodWords =
        "The period: since (\"90m\", \"24h\", \"7d\", \"4w\"), or from and to, times with an offset or as the clocks of tz show them; else the last 24 hours. "
        + "tz: a time zone such as Europe/Berlin; else UTC. ";

    private static readonly int[] s_errors = [400, 503];

    public static void AddAnalyticsApi(this IServiceCollection services)
    {
        services.AddSingleton<SummaryEndpoint>();
        services.AddSingleton<TrendsEndpoint>();
        services.AddSingleton<RequestsEndpoint>();
        services.AddSingleton<ExportEndpoint>();
        services.AddSingleton<EfficiencyEndpoint>();
    }

    public static void MapAnalytics(this WebApplication app)
    {
        var analytics = app.MapGroup("/analytics").WithTags("Analytics").WithMetadata(IsPolled.Metadata).Needs(CallerRole.ReadOnly);
        var summary = app.Services.GetRequiredService<SummaryEndpoint>();
        analytics.MapGet("/summary", summary.SummaryAsync).Described(new("How much the models are used, how fast they are and how well they do")
        {
            Details = PeriodWords + "by: model (default), task, key, minute, hour or day. Filters: model, task, key; \"none\" for requests without one.",
            Reply = typeof(AnalyticsSummary),
            Errors = s_errors,
        });
        analytics.MapGet("/models/{id}", summary.ModelAsync).Described(new("The figures of one model")
        {
            Details = PeriodWords + "by: task (default), key, minute, hour or day. A model that was removed keeps its past.",
            Reply = typeof(AnalyticsSummary),
            Errors = [400, 404, 503],
        });
        analytics.MapGet("/compare", summary.CompareAsync).Described(new("The figures of several models side by side")
        {
            Details = PeriodWords + "models: from 2 to 16 ids or aliases, separated by commas; the groups come in that order.",
            Reply = typeof(AnalyticsSummary),
            Errors = [400, 404, 503],
        });
        analytics.MapGet("/trends", app.Services.GetRequiredService<TrendsEndpoint>().HandleAsync).Described(new("How a figure changes with time")
        {
            Details = PeriodWords + "metric: one of " + string.Join(", ", TrendMetrics.Names) + ". bucket: minute, hour (default), day, week or month. "
                + "by: model, task or key. Buckets without requests are there, with 0.",
            Reply = typeof(AnalyticsTrends),
            Errors = s_errors,
        });
        analytics.MapGet("/efficiency", app.Services.GetRequiredService<EfficiencyEndpoint>().HandleAsync).Needs(CallerRole.Admin).Described(new("What each model is worth for what it takes")
        {
            Details = PeriodWords + "Usually the last 7 days. Expected quality by second and by gigabyte, the share of requests that each model alone serves best, and "
                + "what its loss would cost. Runs and loads nothing.",
            Reply = typeof(EfficiencyReply),
            Errors = s_errors,
        });
        analytics.MapGet("/requests", app.Services.GetRequiredService<RequestsEndpoint>().HandleAsync).Needs(CallerRole.User).Described(new("Single requests, the newest first")
        {
            Details = PeriodWords + "Filters: model, task, key, endpoint, outcome, error_code, request_id, conversation_id. limit: up to 1000 (100). "
                + "cursor: as the page before gave it.",
            Reply = typeof(RequestPage),
            Errors = s_errors,
        });
        analytics.MapGet("/export", app.Services.GetRequiredService<ExportEndpoint>().HandleAsync).Needs(CallerRole.User).Described(new("Single requests as a file")
        {
            Details = PeriodWords + "format: csv (default), ndjson or parquet. Filters as for /analytics/requests. The oldest come first.",
            Reply = typeof(RequestInfo),
            Errors = s_errors,
        });
    }
}
