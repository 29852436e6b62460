using MudBlazor;

namespace MultiLLM.Dashboard.Shared.Events;

/// <summary>How kinds of events are shown. Those that the pages do not know are shown by their own name, and how grave they are is told from how it ends.</summary>
internal static class EventWords
{
    public static string Title(string kind) => kind switch
    {
        "model.loading" => "Loading",
        "model.load_progress" => "Loading",
        "model.loaded" => "Loaded",
        "model.load_failed" => "Load failed",
        "model.unloading" => "Unloading",
        "model.unloaded" => "Unloaded",
        "model.crashed" => "Crashed",
        "model.refused" => "Refused",
        "model.pinned" => "Pinned",
        "model.unpinned" => "Unpinned",
        "model.pull_started" => "Download begins",
        "model.pull_ended" => "Download ends",
        "model.imported" => "Imported",
        "model.removed" => "Removed",
        "catalog.problem" => "Problem in the catalog",
        "memory.low" => "Memory is low",
        "memory.recovered" => "Memory is free again",
        "model.degraded" => "Got worse",
        "model.recovered" => "Is well again",
        "selection.fallback" => "Another was asked",
        "limit.hit" => "Turned away",
        "machine.slowed" => "The machine is slow",
        "machine.recovered" => "The machine is quick again",
        "disk.low" => "The disk is nearly full",
        "disk.recovered" => "The disk has room again",
        "analytics.problem" => "Requests are not recorded",
        "analytics.set_aside" => "A damaged database was put aside",
        "analytics.recovered" => "Requests are recorded again",
        "policy.changed" => "The content policy changed",
        "policy.problem" => "The content policy cannot be read",
        "audit.problem" => "Acts are not written down",
        "audit.recovered" => "Acts are written down again",
        "audit.tampered" => "The audit log was changed",
        "backend.down" => "A server does not answer",
        "backend.up" => "A server answers again",
        _ => Plain(kind),
    };

    public static string Icon(string kind) => Severity(kind) switch
    {
        Color.Error => Icons.Material.Filled.Error,
        Color.Warning => Icons.Material.Filled.Warning,
        Color.Success => Icons.Material.Filled.CheckCircle,
        _ => Icons.Material.Outlined.Info,
    };

    /// <summary>The same for those who do not see the sign.</summary>
    public static string? Word(string kind) => Severity(kind) switch { Color.Error => "Error", Color.Warning => "Warning", _ => null };

    public static Color Severity(string kind) => kind switch
    {
        "model.crashed" or "model.load_failed" or "analytics.problem" => Color.Error,
        "model.refused" or "selection.fallback" or "limit.hit" or "model.degraded" or "machine.slowed" or "disk.low" or "memory.low" or "catalog.problem" or "analytics.set_aside" => Color.Warning,
        "model.loaded" or "model.imported" or "model.recovered" or "machine.recovered" or "disk.recovered" or "memory.recovered" or "analytics.recovered" => Color.Success,
        _ => SeverityByEnd(kind[(kind.LastIndexOf('.') + 1)..]),
    };

    private static Color SeverityByEnd(string end) => end switch
    {
        "problem" or "failed" or "crashed" or "tampered" or "lost" => Color.Error,
        "down" or "low" or "hit" or "reached" or "refused" or "blocked" or "degraded" => Color.Warning,
        "recovered" or "up" => Color.Success,
        _ => Color.Default,
    };

    /// <summary>"key.last_used" is "Key last used".</summary>
    private static string Plain(string kind) => kind.Length == 0 ? kind : char.ToUpperInvariant(kind[0]) + kind[1..].Replace('.', ' ').Replace('_', ' ');
}
