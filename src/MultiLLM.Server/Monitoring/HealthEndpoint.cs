using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Health;
using MultiLLM.Core.Health.Scoring;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Monitoring;

/// <summary><c>GET /health</c></summary>
internal sealed class HealthEndpoint(IHealth health, IResidency residency, IModelCatalog catalog, ModelAccess access, ShutdownGate shutdown)
{
    /// <summary>Only what cannot serve at all is an error: whoever sends traffic here would do better elsewhere.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var assessment = ShownTo(context.Caller(), health.Assess(shutdown.Stopping.IsCancellationRequested));
        return JsonReply.WriteAsync(
            context,
            assessment.CanServe ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            HealthDescription.Of(assessment, residency.Snapshot),
            JsonReply.Api.HealthOverview);
    }

    /// <summary>A key that lists models learns of these only. The score stays the whole service's.</summary>
    private HealthAssessment ShownTo(Caller caller, HealthAssessment all)
    {
        if (caller.Models is null)
            return all;
        var known = catalog.Current;
        return all with
        {
            Models = [.. all.Models.Where(model => MayKnow(model.ModelId))],
            Deductions = [.. all.Deductions.Where(deduction => deduction.ModelId is not { } id || MayKnow(id))],
        };

        bool MayKnow(string id) => known.Find(id) is { } model && access.Refusal(caller, model) is null;
    }
}
