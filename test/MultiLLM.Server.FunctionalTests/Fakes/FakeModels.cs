using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Server.FunctionalTests.Fakes;

internal static class FakeModels
{
    public static readonly ModelDefinition Chat = new()
    {
        Id = "tiny-chat", Name = "Tiny chat", Kind = ModelKind.Chat, Path = "/models/tiny-chat.gguf", Starter = true,
        Notice = "A starter model: tiny and often wrong.", Aliases = ["small"], SizeBytes = 1000, TrainedContextLength = 512,
    };

    public static readonly ModelDefinition Code = new()
    {
        Id = "tiny-code", Name = "Tiny code", Kind = ModelKind.Code, Path = "/models/tiny-code.gguf", SizeBytes = 2000,
    };

    public static readonly ModelDefinition Embedding = new()
    {
        Id = "tiny-embed", Name = "Tiny embed", Kind = ModelKind.Embedding, Path = "/models/tiny-embed.gguf", SizeBytes = 500,
    };

    /// <summary>Known, not installed.</summary>
    public static readonly CatalogEntry Big = new()
    {
        Id = "big-chat", Name = "Big chat", Kind = ModelKind.Chat, Type = ModelType.LargeLlm, Family = "Big", Parameters = 7_000_000_000, ContextLength = 4096,
        License = "MIT", Quantization = "Q4_K_M", BestFor = ["talk"], Capabilities = ["chat"], Speed = SpeedClass.Slow, GpuAdvice = "Fits 8 GB.", Aliases = ["big"],
        Source = new ModelSource { Repository = "me/big", Files = [new SourceFile("big.gguf", 4_000, new string('a', 64))] },
        Quality = new Dictionary<ModelTask, QualityScore> { [ModelTask.Math] = new(7, "GSM8K 70 (its card)"), [ModelTask.Code] = new(2, "estimate: little") },
    };

    /// <summary>Known, smaller, better at code.</summary>
    public static readonly CatalogEntry Coder = Big with
    {
        Id = "nice-coder", Name = "Nice coder", Kind = ModelKind.Code, Type = ModelType.Specialised, Aliases = [],
        Source = new ModelSource { Repository = "me/coder", Files = [new SourceFile("coder.gguf", 1_200)] },
        Quality = new Dictionary<ModelTask, QualityScore> { [ModelTask.Code] = new(9, "HumanEval 90 (its card)") },
    };

    public static readonly CatalogEntry Reranker = new()
    {
        Id = "judge", Name = "Judge", Type = ModelType.Reranker, CannotRun = "Judge is a reranking model, which this service cannot run yet.",
    };

    public static readonly CatalogSnapshot Catalog =
        new([Chat, Code, Embedding], [new CatalogProblem("/home/me/catalog.d/a.json", "models[0].id is blank.", 3)], [Big, Reranker, Coder]);
}

internal sealed class FakeCatalog : IModelCatalog
{
    public CatalogSnapshot Current { get; set; } = FakeModels.Catalog;

    public ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Current);

    public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ModelDefinition>>(
            Current.Find(idOrAlias) is { } model ? model : new Error(ErrorCode.ModelNotFound, $"There is no model \"{idOrAlias}\".", "model"));
}
