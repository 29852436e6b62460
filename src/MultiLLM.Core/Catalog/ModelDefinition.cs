using MultiLLM.Core.Backends;

namespace MultiLLM.Core.Catalog;

/// <summary>What a model is for.</summary>
public enum ModelKind
{
    Chat,
    Code,
    Embedding,
}

/// <summary>One model as configured or found: facts that do not change while the service runs.</summary>
public sealed record ModelDefinition
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required ModelKind Kind { get; init; }

    /// <summary>Who answers for it; null: a runner, with the file at <see cref="Path"/>.</summary>
    public BackendDefinition? Backend { get; init; }

    /// <summary>Servers elsewhere answer for it: there is nothing to load, and it takes no memory here.</summary>
    public bool IsRemote => Backend is RemoteBackend;

    /// <summary>Absolute path of the GGUF file; empty where the model has a <see cref="Backend"/> that needs none.</summary>
    public required string Path { get; init; }
    public string? Description { get; init; }
    public string? License { get; init; }
    public string? Architecture { get; init; }
    public string? Quantization { get; init; }
    public long? Parameters { get; init; }
    public long SizeBytes { get; init; }

    /// <summary>What its memory depends on; null: the file's head does not tell.</summary>
    public ModelShape? Shape { get; init; }

    /// <summary>Tokens the model was trained for.</summary>
    public int? TrainedContextLength { get; init; }

    /// <summary>Tokens one request may hold as configured; null: the trained length, up to the service's default limit.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Jinja template that replaces the file's own.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>"plain", "instruct-output" or "chatml": used where the file has no template.</summary>
    public string? FallbackTemplate { get; init; }

    /// <summary>Sampling where the request says nothing.</summary>
    public SamplingDefaults Sampling { get; init; } = SamplingDefaults.None;
    public bool Starter { get; init; }

    /// <summary>What a person should know about this model's answers.</summary>
    public string? Notice { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What the catalog knows about it; null: a file the catalog does not know.</summary>
    public CatalogEntry? Entry { get; init; }

    /// <summary>Shown in no list and never picked automatically, but usable by its name.</summary>
    public bool Hidden { get; init; }
}

/// <summary>A model's own sampling defaults; null: the engine's neutral value.</summary>
public sealed record SamplingDefaults(float? Temperature = null, float? TopP = null, int? TopK = null, float? MinP = null, float? RepeatPenalty = null)
{
    public static SamplingDefaults None { get; } = new();
}
