using MultiLLM.Contracts.Api;
using MultiLLM.Core.Residency;

namespace MultiLLM.Server.Monitoring;

internal static class BudgetDescription
{
    public static BudgetInfo Of(ResidencySnapshot residency)
    {
        var inMemory = residency.Models.Values.Count(IsInMemory);
        return residency.Hosts is [var host, ..]
            ? new BudgetInfo(residency.MaxConcurrentModels, inMemory, host.BudgetBytes, host.TakenBytes, host.CountedAt)
            : new BudgetInfo(residency.MaxConcurrentModels, inMemory);
    }

    public static bool IsInMemory(ModelResidency model) => model.State is ModelState.Loading or ModelState.Ready or ModelState.Unloading;
}
