using MultiLLM.Contracts.Api;
using MultiLLM.Core.Monitoring;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;

namespace MultiLLM.Server.Monitoring;

/// <summary><c>GET /system/residency</c></summary>
internal sealed class ResidencyEndpoint(IResidency residency, ISystemMonitor monitor, TimeProvider time)
{
    public Task HandleAsync(HttpContext context)
    {
        var snapshot = residency.Snapshot;
        var now = time.GetUtcNow();
        var inMemory = snapshot.Models.Values.Where(BudgetDescription.IsInMemory).ToList();
        var report = new ResidencyReport(
            [.. snapshot.Models.Values.OrderBy(Rank).ThenBy(model => model.ModelId, StringComparer.Ordinal)
                .Select(model => ResidentDescription.Of(model, monitor.PlacementOf(model.ModelId), now))],
            BudgetDescription.Of(snapshot),
            inMemory.Sum(model => model.PredictedBytes),
            inMemory.Sum(model => model.MeasuredBytes),
            snapshot.Models.Values.Sum(model => model.InFlight),
            snapshot.Models.Values.Sum(model => model.Waiting));
        return JsonReply.WriteAsync(context, StatusCodes.Status200OK, report, JsonReply.Api.ResidencyReport);
    }

    /// <summary>What works first, what is gone last.</summary>
    private static int Rank(ModelResidency model) => model.State switch
    {
        ModelState.Ready => 0,
        ModelState.Loading => 1,
        ModelState.Unloading => 2,
        ModelState.Failed => 3,
        _ => 4,
    };
}
