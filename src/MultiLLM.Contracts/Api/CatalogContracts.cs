namespace MultiLLM.Contracts.Api;

/// <summary>How good a model is at a task.</summary>
/// <param name="Score">0 to 10.</param>
/// <param name="Source">The published benchmark, or "estimate" and what it is estimated from.</param>
public sealed record QualityInfo(double Score, string Source);

/// <summary>Where a model's file is published.</summary>
/// <param name="Repository">"owner/name".</param>
/// <param name="Revision">Branch, tag or commit.</param>
/// <param name="Files">One, or the shards in order.</param>
/// <param name="SizeBytes">Of all files; null: not published.</param>
public sealed record SourceInfo(string Repository, string Revision, IReadOnlyList<SourceFileInfo> Files, long? SizeBytes = null);

/// <param name="Path">Inside the repository.</param>
/// <param name="SizeBytes">Null: not published.</param>
/// <param name="Sha256">Null: not published.</param>
public sealed record SourceFileInfo(string Path, long? SizeBytes = null, string? Sha256 = null);

/// <summary>A catalog file, or a part of it, that is not used.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">Why.</param>
/// <param name="Line">Counted from 1; null: not in one line.</param>
public sealed record CatalogProblemInfo(string Path, string Reason, int? Line = null);

/// <summary>Whether a model fits this machine now.</summary>
public sealed record FitInfo
{
    /// <summary>"loaded", "fits", "fits_after_unloading", "fits_with_less_context", "too_large", "not_as_asked", "cannot_run", "remote" or "unknown".</summary>
    public required string Verdict { get; init; }

    /// <summary>True for "loaded", "fits", "fits_after_unloading" and "remote".</summary>
    public required bool Fits { get; init; }

    /// <summary>Tokens it was judged for.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Most tokens with which it fits now, idle models unloaded.</summary>
    public int? LongestContext { get; init; }

    /// <summary>Main memory it needs.</summary>
    public long? NeededBytes { get; init; }

    /// <summary>What stands against it.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}

/// <summary>Body of <c>POST /models/{id}/validate</c>: how the model is meant to be loaded; what is absent is as the service would do it.</summary>
public sealed record ValidateRequest
{
    /// <summary>Tokens one request may hold.</summary>
    public int? ContextLength { get; init; }

    /// <summary>How keys and values are kept: "auto", "f16", "bf16", "q8_0" or "q4_0".</summary>
    public string? KvType { get; init; }

    /// <summary>Requests batched together.</summary>
    public int? Slots { get; init; }

    /// <summary>Layers on GPUs; -1: as many as fit.</summary>
    public int? GpuLayers { get; init; }
}

/// <summary>Answer of <c>POST /models/{id}/validate</c>.</summary>
public sealed record ValidateReply
{
    public required string ModelId { get; init; }

    /// <summary>True: it can be loaded like this now.</summary>
    public required bool Valid { get; init; }

    /// <summary>"loaded", "fits", "fits_after_unloading", "fits_with_less_context", "too_large", "not_as_asked", "cannot_run", "remote" or "unknown".</summary>
    public required string Verdict { get; init; }
    public required bool Installed { get; init; }
    public required MemoryFitInfo Memory { get; init; }
    public required ContextFitInfo Context { get; init; }

    /// <summary>Null: its file is here.</summary>
    public DiskFitInfo? Disk { get; init; }
    public required GpuFitInfo Gpu { get; init; }

    /// <summary>What stands against it, with the numbers.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What would help.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];

    /// <summary>The nearest model that fits; null: this one does, or none does.</summary>
    public ClosestModelInfo? Closest { get; init; }
}

/// <summary>Main memory, bytes.</summary>
public sealed record MemoryFitInfo
{
    public required bool Ok { get; init; }

    /// <summary>Of main memory; null: not known.</summary>
    public long? NeededBytes { get; init; }
    public long? WeightBytes { get; init; }
    public long? KvBytes { get; init; }
    public long? ComputeBytes { get; init; }
    public long? OverheadBytes { get; init; }

    /// <summary>"predicted" from the model's shape, or "measured" after an earlier load.</summary>
    public string? Source { get; init; }
    public long TotalBytes { get; init; }
    public long FreeBytes { get; init; }

    /// <summary>Kept for the rest of the machine.</summary>
    public long ReserveBytes { get; init; }

    /// <summary>That the memory budget leaves for another model now.</summary>
    public long RoomBytes { get; init; }

    /// <summary>Held by idle models, which may be unloaded to make more room.</summary>
    public long ReclaimableBytes { get; init; }
}

/// <summary>Tokens.</summary>
/// <param name="Ok">The model was trained for it, and it fits.</param>
/// <param name="Asked">What was asked for, else what the service would use; null: not known.</param>
/// <param name="Trained">Null: not known.</param>
/// <param name="Longest">That fits now, idle models unloaded; null: not known.</param>
public sealed record ContextFitInfo(bool Ok, int? Asked = null, int? Trained = null, int? Longest = null);

/// <param name="Ok">False: the file does not fit.</param>
/// <param name="Folder">Where it would be put.</param>
/// <param name="NeededBytes">Null: its size is not published.</param>
/// <param name="FreeBytes">Null: not known.</param>
public sealed record DiskFitInfo(bool Ok, string Folder, long? NeededBytes = null, long? FreeBytes = null);

/// <param name="Ok">False: more layers were asked for than fit.</param>
/// <param name="Layers">That would be on GPUs; the output layer counts as one.</param>
/// <param name="Bytes">That they take there.</param>
/// <param name="Reason">One sentence, with the numbers.</param>
public sealed record GpuFitInfo(bool Ok, int Layers, long Bytes, string Reason);

/// <summary>A model that fits, near to one that does not.</summary>
public sealed record ClosestModelInfo
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required bool Installed { get; init; }

    /// <summary>Tokens with which it fits.</summary>
    public int? ContextLength { get; init; }
    public long NeededBytes { get; init; }
}
