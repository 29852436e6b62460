namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /models</c>.</summary>
public sealed record ModelList(IReadOnlyList<ModelInfo> Models, int MaxConcurrentModels)
{
    /// <summary>Files that are not used, and why; null: none.</summary>
    public IReadOnlyList<CatalogProblemInfo>? Problems { get; init; }
}

/// <summary>One model of the catalog and how it stands now.</summary>
public sealed record ModelInfo
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>"chat", "code", "embedding" or, of models that cannot be run yet, "rerank".</summary>
    public required string Kind { get; init; }

    /// <summary>"unloaded", "loading", "ready", "unloading", "failed", of a model on servers elsewhere "remote", or, of a known model whose file is not here, "not_installed".</summary>
    public required string State { get; init; }
    public string? Description { get; init; }
    public string? License { get; init; }

    /// <summary>Architecture named in the file, for example "llama" or "bert".</summary>
    public string? Architecture { get; init; }

    /// <summary>Quantisation of the weights, for example "Q8_0".</summary>
    public string? Quantization { get; init; }
    public long? Parameters { get; init; }
    public long SizeBytes { get; init; }

    /// <summary>Tokens that one request may hold, prompt and answer together.</summary>
    public int? ContextLength { get; init; }

    /// <summary>True for the bundled starter models, which are tiny and often wrong.</summary>
    public bool StarterModel { get; init; }
    public string? Notice { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>False: the catalog knows it, but its file is not here.</summary>
    public bool Installed { get; init; } = true;

    /// <summary>"small_llm", "large_llm", "specialised", "embedding" or "reranker".</summary>
    public string? Type { get; init; }
    public string? Family { get; init; }

    /// <summary>Tokens the model was trained for.</summary>
    public int? TrainedContextLength { get; init; }

    /// <summary>For example "tools", "reasoning", "multilingual"; null: not known.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }
    public IReadOnlyList<string>? BestFor { get; init; }

    /// <summary>By task; null: not rated.</summary>
    public IReadOnlyDictionary<string, QualityInfo>? Quality { get; init; }

    /// <summary>"very_fast", "fast", "medium" or "slow", next to other models on the same machine.</summary>
    public string? Speed { get; init; }
    public string? GpuAdvice { get; init; }

    /// <summary>Where its file is published; null: not known.</summary>
    public SourceInfo? Source { get; init; }

    /// <summary>Why this service cannot run it; null: it can.</summary>
    public string? CannotRun { get; init; }

    /// <summary>Whether it fits now; set where one model is asked for, or where the list is asked what fits or what is installed.</summary>
    public FitInfo? Fit { get; init; }

    /// <summary>Set while the model is loaded.</summary>
    public LoadedInfo? Loaded { get; init; }

    /// <summary>Fraction 0 to 1 while it loads.</summary>
    public double? LoadProgress { get; init; }

    /// <summary>Why the last load failed or the runner died; cleared by the next successful load.</summary>
    public string? LastError { get; init; }

    /// <summary>It kept failing, and requests are refused until then; loading it explicitly tries at once.</summary>
    public DateTimeOffset? BackoffUntil { get; init; }
}

/// <summary>A loaded model.</summary>
public sealed record LoadedInfo
{
    public int ProcessId { get; init; }
    public double LoadSeconds { get; init; }
    public DateTimeOffset LoadedAt { get; init; }
    public DateTimeOffset LastUsedAt { get; init; }
    public int Slots { get; init; }
    public int RequestsInFlight { get; init; }

    /// <summary>Neither idle time nor other models' needs evict it.</summary>
    public bool Pinned { get; init; }

    /// <summary>When idle time will unload it; null: in use, pinned, or never.</summary>
    public DateTimeOffset? KeepAliveUntil { get; init; }
    public int ContextLength { get; init; }

    /// <summary>Resident memory of the model's process as measured after loading, mapped model file included.</summary>
    public long MemoryBytes { get; init; }
    public long ModelBytes { get; init; }
    public long KvBytes { get; init; }
    public long ComputeBytes { get; init; }
    public string? ChatTemplate { get; init; }
}

/// <summary>Body of <c>POST /models/{id}/load</c>; may be left out.</summary>
public sealed record LoadRequest
{
    /// <summary>Tokens of context to load it with, never more than it was trained for; a model loaded with another context is loaded again. Omitted: as configured.</summary>
    public int? ContextLength { get; init; }

    /// <summary>How keys and values are kept: "auto", "f16", "bf16", "q8_0" or "q4_0"; a model that keeps them otherwise is loaded again. Omitted: as configured.</summary>
    public string? KvType { get; init; }

    /// <summary>Keep it in memory until it is unpinned or unloaded.</summary>
    public bool? Pin { get; init; }

    /// <summary>How long it stays in memory after its last use, as in a chat request.</summary>
    public string? KeepAlive { get; init; }
}

/// <summary>Answer of <c>POST /models/unload-all</c>.</summary>
/// <param name="Unloaded">Ids of the models that left memory.</param>
/// <param name="Kept">Those that are still in use or loading.</param>
public sealed record UnloadAllResult(IReadOnlyList<string> Unloaded, IReadOnlyList<KeptModel> Kept);

/// <param name="Id">The model.</param>
/// <param name="Reason">Why it stays.</param>
public sealed record KeptModel(string Id, string Reason);

/// <summary>Answer of <c>POST /models/{id}/load</c>, <c>/unload</c>, <c>/pin</c> and <c>/unpin</c>.</summary>
/// <param name="Model">The model afterwards.</param>
/// <param name="Changed">False when it already was as asked.</param>
public sealed record ModelActionResult(ModelInfo Model, bool Changed);

/// <summary>Answer of <c>/health/live</c> and <c>/health/ready</c>.</summary>
/// <param name="Status">"ok" or "unavailable".</param>
/// <param name="Reasons">What is missing; empty when ok.</param>
public sealed record HealthReport(string Status, IReadOnlyList<string> Reasons);
