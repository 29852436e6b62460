using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Tests.Hosting;

public sealed class EmbeddingRig : SessionRig
{
    public EmbeddingRig()
    {
        ModelFile = "starter-embed.gguf";
        Order = new LoadModel { Embedding = true };
    }
}

/// <summary>The real engine on the starter embedding model, through the runner's protocol.</summary>
public sealed class EmbeddingTests(EmbeddingRig rig) : IClassFixture<EmbeddingRig>
{
    private async Task<FromRunner> Embed(uint dimensions, params string[] texts)
    {
        var order = new Embed { Dimensions = dimensions };
        order.Inputs.AddRange(texts.Select(text => new EmbedInput { Text = text }));
        FromRunner last = new();
        await foreach (var reply in rig.Ask(new ToRunner { Embed = order }))
            last = reply;
        return last;
    }

    private static float[] Vector(FromRunner reply, int index) =>
        MemoryMarshal.Cast<byte, float>(reply.Embeddings.Vectors[index].Values.Span).ToArray();

    [Fact]
    public async Task Embed_Texts_GivesUnitVectorsNearInMeaning()
    {
        var reply = await Embed(0, "What is governance?", "Explain corporate governance, please.", "How do I reverse a string in C#?");
        var vectors = Enumerable.Range(0, 3).Select(i => Vector(reply, i)).ToArray();
        Assert.All(vectors, vector => Assert.Equal(256, vector.Length));
        Assert.All(vectors, vector => Assert.Equal(1, TensorPrimitives.Norm<float>(vector), 3));
        Assert.True(TensorPrimitives.Dot<float>(vectors[0], vectors[1]) > 0.5);
        Assert.True(TensorPrimitives.Dot<float>(vectors[0], vectors[2]) < 0.3);
    }

    [Fact]
    public async Task Embed_ManyTogether_EqualsEachAlone()
    {
        var texts = Enumerable.Range(0, 150).Select(i => $"text {i} about topic {i % 7} and some more words {i * i}").ToArray();
        var together = await Embed(0, texts);
        Assert.Equal(texts.Length, together.Embeddings.Vectors.Count);
        foreach (var i in (int[])[0, 63, 64, 149])
        {
            var alone = await Embed(0, texts[i]);
            Assert.True(TensorPrimitives.CosineSimilarity<float>(Vector(alone, 0), Vector(together, i)) > 0.999);
        }
    }

    [Fact]
    public async Task Embed_FewerDimensions_CutsAndNormalises()
    {
        var whole = Vector(await Embed(0, "risk"), 0);
        var cut = Vector(await Embed(64, "risk"), 0);
        Assert.Equal(64, cut.Length);
        Assert.Equal(1, TensorPrimitives.Norm<float>(cut), 3);
        Assert.True(TensorPrimitives.CosineSimilarity<float>(cut, whole.AsSpan(0, 64)) > 0.9999);
    }

    [Fact]
    public async Task Embed_MoreDimensionsThanThereAre_IsRefused() =>
        Assert.Equal("dimensions", (await Embed(257, "risk")).Failure?.Param);

    [Fact]
    public async Task Embed_TextBeyondTheContext_IsRefusedWithBothNumbers()
    {
        var failure = (await Embed(0, "fine", string.Concat(Enumerable.Repeat("word ", 600)))).Failure;
        Assert.Equal(FailureCode.PromptTooLong, failure.Code);
        Assert.Equal("input[1]", failure.Param);
        Assert.Equal(512u, failure.ContextLength);
        Assert.Equal(602u, failure.PromptTokens);
    }
}
