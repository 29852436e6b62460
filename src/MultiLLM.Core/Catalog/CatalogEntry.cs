using MultiLLM.Core.Backends;
using MultiLLM.Core.Backends.Managed;

namespace MultiLLM.Core.Catalog;

/// <summary>A model the catalog knows, on this machine or not: facts as configured. A file that can run is a <see cref="ModelDefinition"/>.</summary>
public sealed record CatalogEntry
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required ModelType Type { get; init; }

    /// <summary>What it is used as; null: of a kind that cannot be run yet, which <see cref="CannotRun"/> explains.</summary>
    public ModelKind? Kind { get; init; }

    /// <summary>For example "Qwen3".</summary>
    public string? Family { get; init; }
    public string? Description { get; init; }
    public long? Parameters { get; init; }

    /// <summary>Tokens the model was trained for.</summary>
    public int? ContextLength { get; init; }
    public string? License { get; init; }

    /// <summary>Quantisation of the weights in <see cref="Source"/>, for example "Q4_K_M".</summary>
    public string? Quantization { get; init; }

    /// <summary>Where its file comes from; null: nowhere to fetch it from.</summary>
    public ModelSource? Source { get; init; }

    /// <summary>What its memory depends on; null: not known before the file is here.</summary>
    public ModelShape? Shape { get; init; }

    /// <summary>Jinja template that replaces the file's own.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>"plain", "instruct-output" or "chatml": used where the file has no template.</summary>
    public string? FallbackTemplate { get; init; }

    /// <summary>Sampling where the request says nothing.</summary>
    public SamplingDefaults Sampling { get; init; } = SamplingDefaults.None;

    /// <summary>For example "tools", "reasoning", "multilingual".</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];
    public IReadOnlyDictionary<ModelTask, QualityScore> Quality { get; init; } = new Dictionary<ModelTask, QualityScore>();
    public IReadOnlyList<string> BestFor { get; init; } = [];
    public SpeedClass? Speed { get; init; }
    public string? GpuAdvice { get; init; }

    /// <summary>What a person should know about this model's answers.</summary>
    public string? Notice { get; init; }
    public bool Starter { get; init; }

    /// <summary>Shown in no list and never picked automatically, but usable by its name.</summary>
    public bool Hidden { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The servers that answer for it; null: a file on this machine does.</summary>
    public RemoteBackend? Backend { get; init; }

    /// <summary>The program that is started to answer for it; null: none is.</summary>
    public ManagedServer? Server { get; init; }

    /// <summary>Why this service cannot run it; null: it can.</summary>
    public string? CannotRun { get; init; }
}

public enum ModelType
{
    /// <summary>A language model for a laptop: up to about 4 billion parameters.</summary>
    SmallLlm,
    LargeLlm,

    /// <summary>Made for one purpose, such as code.</summary>
    Specialised,
    Embedding,
    Reranker,
}

/// <summary>Tokens a second to expect, next to other models on the same machine.</summary>
public enum SpeedClass
{
    /// <summary>Below one billion active parameters.</summary>
    VeryFast,

    /// <summary>Below two.</summary>
    Fast,

    /// <summary>Below five.</summary>
    Medium,
    Slow,
}

/// <summary>What people use language models for.</summary>
public enum ModelTask
{
    Chat,
    Knowledge,
    Reasoning,
    Math,
    Code,
    Writing,
    Rewriting,
    Summarization,
    Extraction,
    Translation,
}

/// <param name="Score">0 to 10.</param>
/// <param name="Source">The published benchmark it follows from, or "estimate" and what it is estimated from.</param>
public sealed record QualityScore(double Score, string Source);
