using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Api;

/// <summary><c>GET /health/live</c>: the process answers. <c>GET /health/ready</c>: it can take work.</summary>
internal sealed class HealthEndpoints(IModelCatalog catalog, ShutdownGate shutdown, IPolicyDesk? policy = null)
{
    public static Task LiveAsync(HttpContext context) => SendAsync(context, []);

    public Task ReadyAsync(HttpContext context)
    {
        var reasons = new List<string>();
        if (shutdown.Stopping.IsCancellationRequested)
            reasons.Add("The service is shutting down.");
        if (catalog.Current.Models.Count == 0)
            reasons.Add("There is no model. Put a GGUF file into the models folder.");
        if (policy?.Current is { Version: null, Problem: { } problem })
            reasons.Add($"No content policy can be applied, so every request is refused: {problem}");
        return SendAsync(context, reasons);
    }

    private static Task SendAsync(HttpContext context, IReadOnlyList<string> reasons) => JsonReply.WriteAsync(
        context,
        reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
        new HealthReport(reasons.Count == 0 ? "ok" : "unavailable", reasons),
        JsonReply.Api.HealthReport);
}
