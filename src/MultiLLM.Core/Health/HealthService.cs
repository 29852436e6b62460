using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Health.Scoring;
using MultiLLM.Core.Health.Watching;
using MultiLLM.Core.Monitoring;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Health;

/// <summary>Takes the picture that a score looks at.</summary>
internal sealed class HealthService(
    IModelCatalog catalog, IResidency residency, IHealthStanding standing, ICircuits circuits, ISystemMonitor monitor, IAnalytics analytics, IAuditStanding audit, PolicyBook policy, TimeProvider time) : IHealth
{
    public HealthAssessment Assess(bool isStopping)
    {
        var system = monitor.Look();
        return HealthScore.Of(new HealthInputs
        {
            Now = time.GetUtcNow(),
            Models = catalog.Current.Models,
            Residency = residency.Snapshot,
            Standing = standing.Current,
            OpenCircuits = circuits.Open,
            Memory = system.Hardware.Memory,
            Disk = system.Store,
            Recording = analytics.Recording,
            Audit = audit.Status,
            Policy = policy.Current,
            IsStopping = isStopping,
        });
    }
}
