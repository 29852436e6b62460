using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection;

namespace MultiLLM.Tests.Selection;

/// <summary>Vectors of different models cannot be compared, so another model's are given only to callers who said so.</summary>
public sealed class EmbeddingFallbackTests
{
    private static FakeModel[] Two() => [new("large", sizeBytes: 1_000_000_000, kind: ModelKind.Embedding), new("small", kind: ModelKind.Embedding)];

    [Theory]
    [InlineData(null)]
    [InlineData("large")]
    public async Task Embed_ItsModelFails_NobodyElseIsAskedAndTheModelIsTold(string? model)
    {
        await using var world = new SelectionWorld(Two());
        world["large"].DoesNotLoad();

        var failure = await Assert.ThrowsAsync<MultiLLMException>(() => EmbedAsync(world, new EmbeddingWishes { ModelId = model }));

        Assert.Equal((ErrorCode.ModelLoadFailed, "large"), (failure.Error.Code, failure.ModelId));
        Assert.Empty(world.Events);
    }

    [Fact]
    public async Task Embed_NamedModelFails_GoesAlongItsFallbacks()
    {
        await using var world = new SelectionWorld(Two());
        world["large"].DoesNotLoad();

        var decision = await EmbedAsync(world, new EmbeddingWishes { ModelId = "large", Fallbacks = ["small"] });

        Assert.Equal(("small", "large"), (decision.Model.Id, Assert.Single(decision.Fallbacks).ModelId));
    }

    [Fact]
    public async Task Embed_VectorsThatAreOnlyComparedAmongThemselves_AnotherModelWillDo()
    {
        await using var world = new SelectionWorld(Two());
        world["large"].DoesNotLoad();

        var decision = await EmbedAsync(world, new EmbeddingWishes { AnyModelWillDo = true });

        Assert.Equal("small", decision.Model.Id);
    }

    private static async Task<SelectionDecision> EmbedAsync(SelectionWorld world, EmbeddingWishes wishes) =>
        (await world.Get<IEmbeddingService>().EmbedAsync([new EmbedInput { Text = "x" }], wishes, CancellationToken.None)).Decision;
}
