namespace MultiLLM.Core.Catalog.Documents;

/// <summary>A complete document as the entry the rest of the service works with.</summary>
internal static class EntryBuilder
{
    /// <param name="document">Has a name and a type.</param>
    public static CatalogEntry Build(EntryDocument document)
    {
        var source = document.Source?.ToSource();
        return new CatalogEntry
        {
            Id = document.Id,
            Name = document.Name!,
            Type = document.Type!.Value,
            Kind = document.CannotRun is not null || document.Type == ModelType.Reranker ? null : document.Kind ?? KindOf(document.Type.Value),
            Family = document.Family,
            Description = document.Description,
            Parameters = document.Parameters,
            ContextLength = document.ContextLength,
            License = document.License,
            Quantization = document.Quantization,
            Source = source,
            Shape = ShapeOf(document, source),
            ChatTemplate = document.ChatTemplate,
            FallbackTemplate = document.FallbackTemplate,
            Sampling = document.Sampling ?? SamplingDefaults.None,
            Capabilities = document.Capabilities ?? [],
            Quality = document.Quality ?? new Dictionary<ModelTask, QualityScore>(),
            BestFor = document.BestFor ?? [],
            Speed = document.Speed,
            GpuAdvice = document.Gpu,
            Notice = document.Notice,
            Starter = document.Starter ?? false,
            Hidden = document.Hidden ?? false,
            CannotRun = document.CannotRun
                ?? (document.Type == ModelType.Reranker ? $"{document.Name} is a reranking model, which this service cannot run yet." : null),
            Aliases = document.Aliases ?? [],
            Backend = document.Backend?.ToBackend(),
            Server = document.Server?.ToServer(document.Id),
        };
    }

    private static ModelKind KindOf(ModelType type) => type switch
    {
        ModelType.Embedding => ModelKind.Embedding,
        ModelType.Specialised => ModelKind.Code,
        _ => ModelKind.Chat,
    };

    // A GGUF file is its tensors and a head of a few megabytes, mostly the vocabulary.
    private static ModelShape? ShapeOf(EntryDocument document, ModelSource? source) =>
        document is { Shape: { } shape, ContextLength: { } context }
            && (source?.SizeBytes ?? EstimatedBytes(document)) is { } weights
            ? shape.Expand(context, weights)
            : null;

    /// <summary>Typical of the quantisation, within about 10 %; null: not known.</summary>
    private static long? EstimatedBytes(EntryDocument document) =>
        document.Parameters is { } parameters && BitsPerWeight.Of(document.Quantization) is { } bits ? (long)(parameters * bits / 8) : null;
}
