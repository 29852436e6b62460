using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Choosing;

namespace MultiLLM.Dashboard.Analytics.Requests;

/// <summary>All that was recorded of one request.</summary>
/// <param name="Attempts">The last one is what came of it; empty: nothing is kept of it.</param>
public sealed record RequestTrace(IReadOnlyList<RequestInfo> Attempts)
{
    /// <summary>Longer than single records are kept.</summary>
    private const string Ever = "3660d";
    private const int MostAttempts = 50;

    /// <param name="client">Of the service.</param>
    /// <param name="id">Of the request.</param>
    /// <param name="known">One of its records, whose time is that of the others, too; null: none is at hand.</param>
    /// <param name="span">Where it is looked for first: to look through all records takes longer.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<RequestTrace> AskAsync(MultiLLMClient client, string id, RequestInfo? known, AnalyticsSpan span, CancellationToken cancellationToken)
    {
        var place = known is null
            ? new AnalyticsQuery { From = span.From, To = span.To }
            : new AnalyticsQuery { From = known.Time, To = known.Time + TimeSpan.FromSeconds(1) };
        var found = await FindAsync(place);
        return new(found.Count > 0 ? found : await FindAsync(new AnalyticsQuery { Since = Ever }));

        async Task<IReadOnlyList<RequestInfo>> FindAsync(AnalyticsQuery query)
        {
            var page = await client.GetRequestsAsync(query with { RequestId = id }, null, MostAttempts, cancellationToken);
            return [.. page.Requests.OrderBy(request => request.Attempt)];
        }
    }
}
