using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Events;

/// <summary>Names of what happens; callers match on them, so they never change.</summary>
public static class EventKinds
{
    public const string LoadProgress = "model.load_progress";
    public const string PullStarted = "model.pull_started";
    public const string PullEnded = "model.pull_ended";
    public const string Imported = "model.imported";
    public const string Removed = "model.removed";
    public const string CatalogProblem = "catalog.problem";
    public const string Fallback = "selection.fallback";
    public const string MemoryLow = "memory.low";
    public const string MemoryRecovered = "memory.recovered";
    public const string Degraded = "model.degraded";
    public const string Recovered = "model.recovered";
    public const string MachineSlowed = "machine.slowed";
    public const string MachineRecovered = "machine.recovered";
    public const string DiskLow = "disk.low";
    public const string DiskRecovered = "disk.recovered";
    public const string LimitHit = "limit.hit";
    public const string BackendDown = "backend.down";
    public const string BackendUp = "backend.up";
    public const string AnalyticsProblem = "analytics.problem";
    public const string AnalyticsSetAside = "analytics.set_aside";
    public const string AnalyticsRecovered = "analytics.recovered";

    public const string AuditProblem = "audit.problem";
    public const string AuditRecovered = "audit.recovered";
    public const string AuditTampered = "audit.tampered";
    public const string PolicyChanged = "policy.changed";
    public const string PolicyProblem = "policy.problem";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        LoadProgress, PullStarted, PullEnded, Imported, Removed, CatalogProblem, Fallback, Degraded, Recovered, MachineSlowed, MachineRecovered, MemoryLow,
        MemoryRecovered, DiskLow, DiskRecovered, LimitHit, BackendDown, BackendUp, AnalyticsProblem, AnalyticsSetAside, AnalyticsRecovered,
        AuditProblem, AuditRecovered, AuditTampered, PolicyChanged, PolicyProblem,
        .. Enum.GetValues<ResidencyEventKind>().Select(Of),
    ];

    public static string Of(ResidencyEventKind kind) => kind switch
    {
        ResidencyEventKind.Loading => "model.loading",
        ResidencyEventKind.Loaded => "model.loaded",
        ResidencyEventKind.LoadFailed => "model.load_failed",
        ResidencyEventKind.Unloading => "model.unloading",
        ResidencyEventKind.Unloaded => "model.unloaded",
        ResidencyEventKind.Crashed => "model.crashed",
        ResidencyEventKind.Refused => "model.refused",
        ResidencyEventKind.Pinned => "model.pinned",
        ResidencyEventKind.Unpinned => "model.unpinned",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
