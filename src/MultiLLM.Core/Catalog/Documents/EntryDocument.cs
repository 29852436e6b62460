namespace MultiLLM.Core.Catalog.Documents;

/// <summary>A model as a catalog file has it. Every member but the id may be missing: an entry may replace single members of a known model.</summary>
internal sealed record EntryDocument
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public ModelType? Type { get; init; }

    /// <summary>Missing: follows from the type; models made for one purpose are code models.</summary>
    public ModelKind? Kind { get; init; }
    public string? Family { get; init; }
    public string? Description { get; init; }
    public long? Parameters { get; init; }
    public int? ContextLength { get; init; }
    public string? License { get; init; }
    public string? Quantization { get; init; }
    public SourceDocument? Source { get; init; }
    public ShapeDocument? Shape { get; init; }
    public string? ChatTemplate { get; init; }
    public string? FallbackTemplate { get; init; }
    public SamplingDefaults? Sampling { get; init; }
    public IReadOnlyList<string>? Capabilities { get; init; }
    public IReadOnlyDictionary<ModelTask, QualityScore>? Quality { get; init; }
    public IReadOnlyList<string>? BestFor { get; init; }
    public SpeedClass? Speed { get; init; }
    public string? Gpu { get; init; }
    public string? Notice { get; init; }
    public bool? Starter { get; init; }
    public bool? Hidden { get; init; }
    public string? CannotRun { get; init; }
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>Missing: a file on this machine answers.</summary>
    public BackendDocument? Backend { get; init; }

    /// <summary>Missing: no program of one's own does.</summary>
    public ProgramDocument? Server { get; init; }

    /// <summary>What this one says, else what <paramref name="known"/> says. Objects are replaced whole, quality task by task.</summary>
    public EntryDocument Over(EntryDocument known) => new()
    {
        Id = known.Id,
        Name = Name ?? known.Name,
        Type = Type ?? known.Type,
        Kind = Kind ?? known.Kind,
        Family = Family ?? known.Family,
        Description = Description ?? known.Description,
        Parameters = Parameters ?? known.Parameters,
        ContextLength = ContextLength ?? known.ContextLength,
        License = License ?? known.License,
        Quantization = Quantization ?? known.Quantization,
        Source = Source ?? known.Source,
        Shape = Shape ?? known.Shape,
        ChatTemplate = ChatTemplate ?? known.ChatTemplate,
        FallbackTemplate = FallbackTemplate ?? known.FallbackTemplate,
        Sampling = Sampling ?? known.Sampling,
        Capabilities = Capabilities ?? known.Capabilities,
        Quality = Quality is null || known.Quality is null ? Quality ?? known.Quality : Merge(known.Quality, Quality),
        BestFor = BestFor ?? known.BestFor,
        Speed = Speed ?? known.Speed,
        Gpu = Gpu ?? known.Gpu,
        Notice = Notice ?? known.Notice,
        Starter = Starter ?? known.Starter,
        Hidden = Hidden ?? known.Hidden,
        CannotRun = CannotRun ?? known.CannotRun,
        Aliases = Aliases ?? known.Aliases,
        Backend = Backend ?? known.Backend,
        Server = Server ?? known.Server,
    };

    private static Dictionary<ModelTask, QualityScore> Merge(
        IReadOnlyDictionary<ModelTask, QualityScore> known, IReadOnlyDictionary<ModelTask, QualityScore> over)
    {
        var merged = new Dictionary<ModelTask, QualityScore>(known);
        foreach (var (task, score) in over)
            merged[task] = score;
        return merged;
    }
}

/// <summary>Where the file is: one of <see cref="File"/> and <see cref="Files"/>.</summary>
internal sealed record SourceDocument
{
    public required string Repository { get; init; }
    public string? Revision { get; init; }
    public string? File { get; init; }
    public long? SizeBytes { get; init; }
    public string? Sha256 { get; init; }

    /// <summary>The shards in order.</summary>
    public IReadOnlyList<SourceFile>? Files { get; init; }

    public ModelSource ToSource() => new()
    {
        Repository = Repository,
        Revision = Revision ?? "main",
        Files = Files ?? [new SourceFile(File!, SizeBytes, Sha256)],
    };
}
