using MultiLLM.Core.Events;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Gateway.Governance.Reporting;

/// <summary>The events that an auditor has to know of.</summary>
internal static class EventIncidents
{
    private static readonly HashSet<string> s_kinds =
    [
        EventKinds.Degraded, EventKinds.MachineSlowed, EventKinds.MemoryLow, EventKinds.DiskLow, EventKinds.LimitHit, EventKinds.BackendDown, EventKinds.AnalyticsProblem,
        EventKinds.AnalyticsSetAside, EventKinds.AuditProblem, EventKinds.AuditTampered, EventKinds.PolicyProblem,
        EventKinds.Of(ResidencyEventKind.Crashed), EventKinds.Of(ResidencyEventKind.LoadFailed),
    ];

    /// <summary>What was told in the same words is one incident.</summary>
    public static IEnumerable<GovernanceIncident> Of(IEnumerable<SystemEvent> events, DateTimeOffset from, DateTimeOffset to) => events
        .Where(happened => happened.Time >= from && happened.Time < to && s_kinds.Contains(happened.Kind))
        .GroupBy(happened => (happened.Kind, happened.ModelId, happened.Message))
        .Select(same => new GovernanceIncident
        {
            Kind = same.Key.Kind,
            Subject = same.Key.ModelId,
            First = same.Min(happened => happened.Time),
            Last = same.Max(happened => happened.Time),
            Count = same.Count(),
            Message = same.Key.Message,
        });
}
