using Microsoft.AspNetCore.Http.Features;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.Hosting;

/// <summary>What one request's log line says.</summary>
internal sealed class RequestTrace(long arrived)
{
    /// <summary>Timestamp of the service's <see cref="TimeProvider"/>.</summary>
    public long Arrived { get; } = arrived;

    /// <summary>By the wall clock.</summary>
    public DateTimeOffset ArrivedAt { get; init; }
    public string? Model { get; set; }
    public TokenUsage? Usage { get; set; }
    public TimeSpan? FirstOutput { get; set; }

    /// <summary>How it ended where the status does not tell, for example "client left".</summary>
    public string? Outcome { get; set; }
}

internal static class RequestTraces
{
    public static RequestTrace RequestTrace(this HttpContext context) => context.Features.GetRequiredFeature<RequestTrace>();
}
