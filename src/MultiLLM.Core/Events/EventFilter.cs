namespace MultiLLM.Core.Events;

/// <summary>Which events somebody wants to see; empty and null match everything. Pure.</summary>
/// <param name="Kinds">Kinds, or what they begin with up to a point: "model" is all of models.</param>
/// <param name="ModelId">About this model.</param>
/// <param name="Since">From this time on.</param>
public sealed record EventFilter(IReadOnlyList<string> Kinds, string? ModelId, DateTimeOffset? Since)
{
    public static EventFilter None { get; } = new([], null, null);

    public bool Matches(SystemEvent happened) =>
        (Kinds.Count == 0 || Kinds.Any(kind => Covers(kind, happened.Kind)))
        && (ModelId is null || ModelId.Equals(happened.ModelId, StringComparison.OrdinalIgnoreCase))
        && (Since is not { } since || happened.Time >= since);

    /// <summary>"model" covers "model.loaded".</summary>
    public static bool Covers(string kind, string of) =>
        of.StartsWith(kind, StringComparison.Ordinal) && (of.Length == kind.Length || of[kind.Length] == '.');
}
