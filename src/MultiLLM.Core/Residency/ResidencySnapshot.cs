using System.Collections.Frozen;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

public enum ModelState
{
    Unloaded,
    Loading,
    Ready,
    Unloading,
    Failed,
}

/// <summary>Residency of all models that are not plainly unloaded, or that left memory earlier, by model id.</summary>
public sealed record ResidencySnapshot(FrozenDictionary<string, ModelResidency> Models, int MaxConcurrentModels)
{
    /// <summary>The memory of each host as it was last counted; empty: no model needed room yet.</summary>
    public IReadOnlyList<HostMemory> Hosts { get; init; } = [];

    public ModelResidency? Find(string modelId) => Models.GetValueOrDefault(modelId);

    public ModelState StateOf(string modelId) => Find(modelId)?.State ?? ModelState.Unloaded;
}

/// <summary>What models may hold on one host.</summary>
/// <param name="Host">"local" is this machine.</param>
/// <param name="BudgetBytes">For all models together: what is free beyond the reserve, and what models hold already.</param>
/// <param name="TakenBytes">Held by models that are loading, loaded or unloading.</param>
/// <param name="CountedAt">When.</param>
public sealed record HostMemory(string Host, long BudgetBytes, long TakenBytes, DateTimeOffset CountedAt);

/// <summary>How one model stands.</summary>
public sealed record ModelResidency
{
    public required string ModelId { get; init; }
    public required ModelState State { get; init; }

    /// <summary>Where it is loaded; null: nowhere.</summary>
    public string? Host { get; init; }
    public double? LoadProgress { get; init; }

    /// <summary>What the runner reported; set while ready.</summary>
    public ModelLoaded? Loaded { get; init; }
    public int ProcessId { get; init; }

    /// <summary>The sizes it was loaded with; null: not in memory.</summary>
    public LoadPlan? Plan { get; init; }

    /// <summary>Memory was short, and its callers allowed a smaller context than the model's usual one.</summary>
    public bool ContextShrunk { get; init; }

    /// <summary>Bytes that were expected before the load.</summary>
    public long PredictedBytes { get; init; }

    /// <summary>Bytes it really holds as measured last, mapped model file included; 0: not measured.</summary>
    public long MeasuredBytes { get; init; }

    /// <summary>From the order to load to ready, process start included.</summary>
    public TimeSpan LoadTime { get; init; }
    public DateTimeOffset LoadedAt { get; init; }
    public DateTimeOffset LastUsedAt { get; init; }

    /// <summary>Leases out.</summary>
    public int InFlight { get; init; }

    /// <summary>Callers waiting for it to be loaded.</summary>
    public int Waiting { get; init; }

    /// <summary>Since when no request uses it; null: in use, or not ready.</summary>
    public DateTimeOffset? IdleSince { get; init; }

    /// <summary>Neither idle time nor other models' needs evict it.</summary>
    public bool Pinned { get; init; }

    /// <summary>When idle time alone will unload it; null: in use, pinned, or never.</summary>
    public DateTimeOffset? KeepAliveUntil { get; init; }

    /// <summary>Why it was loaded, one sentence; null: not in memory.</summary>
    public string? WhyLoaded { get; init; }

    /// <summary>Why it left memory last, one sentence; null: it never did.</summary>
    public string? WhyEvicted { get; init; }
    public DateTimeOffset? EvictedAt { get; init; }
    public string? LastError { get; init; }

    /// <summary>Loads and runs that failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Requests are refused until then, because it kept failing; null: it may be tried.</summary>
    public DateTimeOffset? BackoffUntil { get; init; }
}
