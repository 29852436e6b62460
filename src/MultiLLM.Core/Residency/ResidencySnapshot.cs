using System.Collections.Frozen;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Core.Residency;

public enum ModelState
{
    Unloaded,
    Loading,
    Ready,
    Unloading,
    Failed,
}

/// <summary>Residency of all models that are not plainly unloaded, by model id.</summary>
public sealed record ResidencySnapshot(FrozenDictionary<string, ModelResidency> Models, int MaxConcurrentModels)
{
    public ModelResidency? Find(string modelId) => Models.GetValueOrDefault(modelId);

    public ModelState StateOf(string modelId) => Find(modelId)?.State ?? ModelState.Unloaded;
}

/// <summary>How one model stands.</summary>
public sealed record ModelResidency
{
    public required string ModelId { get; init; }
    public required ModelState State { get; init; }
    public double? LoadProgress { get; init; }

    /// <summary>What the runner reported; set while ready.</summary>
    public ModelLoaded? Loaded { get; init; }
    public int ProcessId { get; init; }

    /// <summary>From the order to load to ready, process start included.</summary>
    public TimeSpan LoadTime { get; init; }
    public DateTimeOffset LoadedAt { get; init; }
    public DateTimeOffset LastUsedAt { get; init; }

    /// <summary>Leases out.</summary>
    public int InFlight { get; init; }

    /// <summary>Callers waiting for it to be loaded.</summary>
    public int Waiting { get; init; }
    public string? LastError { get; init; }
}
