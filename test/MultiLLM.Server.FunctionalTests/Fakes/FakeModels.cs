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

    public static readonly CatalogSnapshot Catalog = new([Chat, Code, Embedding], []);
}

internal sealed class FakeCatalog : IModelCatalog
{
    public CatalogSnapshot Current { get; set; } = FakeModels.Catalog;

    public ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Current);

    public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ModelDefinition>>(
            Current.Find(idOrAlias) is { } model ? model : new Error(ErrorCode.ModelNotFound, $"There is no model \"{idOrAlias}\".", "model"));
}
