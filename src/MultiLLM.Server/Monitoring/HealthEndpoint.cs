using MultiLLM.Core.Health;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Monitoring;

/// <summary><c>GET /health</c></summary>
internal sealed class HealthEndpoint(IHealth health, IResidency residency, ShutdownGate shutdown)
{
    /// <summary>Only what cannot serve at all is an error: whoever sends traffic here would do better elsewhere.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var assessment = health.Assess(shutdown.Stopping.IsCancellationRequested);
        return JsonReply.WriteAsync(
            context,
            assessment.CanServe ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            HealthDescription.Of(assessment, residency.Snapshot),
            JsonReply.Api.HealthOverview);
    }
}
