using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Server.Api;

/// <summary>What the catalog knows of a model, installed or not.</summary>
internal static class EntryDescription
{
    private const long SmallLlmParameters = 4_500_000_000;

    /// <summary>A model whose file is not here.</summary>
    public static ModelInfo Of(CatalogEntry entry) => WithFacts(
        new ModelInfo
        {
            Id = entry.Id,
            Name = entry.Name,
            Kind = entry.Kind is { } kind ? EnumWords<ModelKind>.Of(kind) : entry.Type == ModelType.Embedding ? "embedding" : "rerank",
            State = "not_installed",
            Installed = false,
            Description = entry.Description,
            License = entry.License,
            Architecture = entry.Shape?.Architecture,
            Quantization = entry.Quantization,
            Parameters = entry.Parameters,
            SizeBytes = entry.Source?.SizeBytes ?? 0,
            ContextLength = entry.ContextLength,
            TrainedContextLength = entry.ContextLength,
            StarterModel = entry.Starter,
            Notice = entry.Notice,
            Aliases = entry.Aliases,
        },
        entry);

    public static ModelInfo WithFacts(ModelInfo model, CatalogEntry entry) => model with
    {
        Type = EnumWords<ModelType>.Of(entry.Type),
        Family = entry.Family,
        Capabilities = entry.Capabilities.Count > 0 ? entry.Capabilities : null,
        BestFor = entry.BestFor.Count > 0 ? entry.BestFor : null,
        Quality = entry.Quality.Count > 0
            ? entry.Quality.ToDictionary(pair => EnumWords<ModelTask>.Of(pair.Key), pair => new QualityInfo(pair.Value.Score, pair.Value.Source))
            : null,
        Speed = entry.Speed is { } speed ? EnumWords<SpeedClass>.Of(speed) : null,
        GpuAdvice = entry.GpuAdvice,
        Source = entry.Source is { } source
            ? new SourceInfo(
                source.Repository, source.Revision, [.. source.Files.Select(file => new SourceFileInfo(file.Path, file.SizeBytes, file.Sha256))], source.SizeBytes)
            : null,
        CannotRun = entry.CannotRun,
    };

    /// <summary>The type of a model that the catalog does not know, by what its file says.</summary>
    public static ModelType TypeOf(ModelDefinition model) => model.Entry?.Type ?? model.Kind switch
    {
        ModelKind.Embedding => ModelType.Embedding,
        ModelKind.Code => ModelType.Specialised,
        _ => model.Parameters > SmallLlmParameters ? ModelType.LargeLlm : ModelType.SmallLlm,
    };
}
