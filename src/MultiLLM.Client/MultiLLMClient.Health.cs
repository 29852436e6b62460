using System.Net;
using System.Runtime.CompilerServices;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

public sealed partial class MultiLLMClient
{
    /// <summary>How the service and its models do, and what could be better. One that cannot serve answers too.</summary>
    public Task<HealthOverview> GetHealthAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "health", null, Json.HealthOverview, cancellationToken, IsUnavailable);

    /// <summary>Whether the process is alive; an unhealthy answer is a value, not an exception.</summary>
    public Task<HealthReport> LiveAsync(CancellationToken cancellationToken = default) => HealthAsync("health/live", cancellationToken);

    /// <summary>Whether the service can take requests; an unready answer is a value, not an exception.</summary>
    public Task<HealthReport> ReadyAsync(CancellationToken cancellationToken = default) => HealthAsync("health/ready", cancellationToken);

    /// <summary>What happened lately, oldest first; only what came after an event where one is named.</summary>
    public Task<EventList> GetEventsAsync(long? after = null, CancellationToken cancellationToken = default) =>
        GetEventsAsync(new EventQuery { After = after }, cancellationToken);

    /// <summary>The same of what is asked for.</summary>
    public Task<EventList> GetEventsAsync(EventQuery query, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "system/events" + query.ToQuery(follow: false), null, Json.EventList, cancellationToken);

    /// <summary>
    /// What happens from now on, or after an event that is named; 0: with all that the service remembers. Ends when the service stops or
    /// finds the caller too slow; the last <see cref="EventInfo.Id"/> that is not 0 goes on from there. Silence beyond the limit is a
    /// <see cref="TimeoutException"/>.
    /// </summary>
    public IAsyncEnumerable<EventInfo> WatchEventsAsync(long? after = null, CancellationToken cancellationToken = default) =>
        WatchEventsAsync(new EventQuery { After = after }, cancellationToken);

    /// <summary>The same of what is asked for; with a time it begins with what is kept since then.</summary>
    public async IAsyncEnumerable<EventInfo> WatchEventsAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var data in _transport.StreamAsync(HttpMethod.Get, "system/events" + query.ToQuery(follow: true), null, cancellationToken).ConfigureAwait(false))
        {
            yield return _transport.ParseEvent(data, Json.EventInfo);
        }
    }

    private static bool IsUnavailable(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.ServiceUnavailable;

    private Task<HealthReport> HealthAsync(string path, CancellationToken cancellationToken) =>
        _transport.SendAsync(HttpMethod.Get, path, null, Json.HealthReport, cancellationToken, IsUnavailable);
}
