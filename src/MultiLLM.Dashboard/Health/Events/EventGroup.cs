namespace MultiLLM.Dashboard.Health.Events;

/// <summary>Kinds of events that a person would look for together.</summary>
/// <param name="Name">In the page's address.</param>
/// <param name="Label">For a person.</param>
/// <param name="Kinds">The API's names; one that ends in a dot stands for all that begin so.</param>
internal sealed record EventGroup(string Name, string Label, IReadOnlyList<string> Kinds)
{
    /// <summary>What no other has: kinds may be added to the service at any time.</summary>
    public static EventGroup Others { get; } = new("other", "Everything else", []);

    public static IReadOnlyList<EventGroup> All { get; } =
    [
        new("crashes", "Crashes and failures", ["model.crashed", "model.load_failed", "selection.fallback"]),
        new("degradations", "Slow-downs and recoveries", ["model.degraded", "model.recovered", "machine.slowed", "machine.recovered"]),
        new("limits", "Limits and refusals", ["model.refused", "limit.", "budget.", "memory.low", "memory.recovered", "disk.low", "disk.recovered"]),
        new("loads", "Loads", ["model.loading", "model.loaded", "model.load_failed", "model.pinned", "model.unpinned"]),
        new("evictions", "Evictions", ["model.unloading", "model.unloaded"]),
        new("files", "Models fetched and removed", ["model.pull_started", "model.pull_ended", "model.imported", "model.removed", "catalog.problem"]),
        new("recording", "Recording", ["analytics."]),
        new("gateway", "Keys, policy and audit", ["key.", "policy.", "audit.", "governance."]),
        new("backends", "Other servers", ["backend."]),
        Others,
    ];

    public static EventGroup? Find(string? name) => All.FirstOrDefault(group => group.Name == name);

    public bool Has(string kind) => this == Others ? !All.Any(group => group.Names(kind)) : Names(kind);

    private bool Names(string kind) => Kinds.Any(known => known.EndsWith('.') ? kind.StartsWith(known, StringComparison.Ordinal) : kind == known);
}
