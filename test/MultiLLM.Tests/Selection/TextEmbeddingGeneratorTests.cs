using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Selection;

public sealed class TextEmbeddingGeneratorTests
{
    [Fact]
    public async Task Generate_Texts_VectorsModelAndUsage()
    {
        await using var service = await TestService.StartAsync([("small-embed", "")]);
        var generator = service.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

        var embeddings = await generator.GenerateAsync(["x", "xx"], new EmbeddingGenerationOptions { Dimensions = 3 });

        Assert.Equal([0, 1, 0], embeddings[0].Vector.ToArray());
        Assert.Equal([0, 0, 1], embeddings[1].Vector.ToArray());
        Assert.Equal("small-embed", embeddings[0].ModelId);
        Assert.Equal(2, embeddings.Usage!.InputTokenCount);
        Assert.Empty(await generator.GenerateAsync([]));
    }
}
