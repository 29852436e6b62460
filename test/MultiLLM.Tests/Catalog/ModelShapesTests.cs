using MultiLLM.Core.Catalog;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog;

public sealed class ModelShapesTests
{
    [Fact]
    public void Of_StarterChat_AsItsCardSays()
    {
        var shape = ModelShapes.Of(GgufModel.Read(Path.Combine(RepositoryRoot.StarterModels, "starter-chat.gguf")).OrThrow())!;

        Assert.Equal(("llama", 384, 1024, 6144, 512), (
            shape.Architecture, shape.EmbeddingLength, shape.FeedForwardLength, shape.VocabularySize, shape.TrainedContextLength));
        Assert.Equal(Enumerable.Repeat(new LayerShape(6, 6, 64, 64), 6), shape.Layers);
        Assert.InRange(shape.WeightBytes, 13_000_000, 14_009_024);
        Assert.Equal(shape.WeightBytes, shape.Weights.Sum(g => g.Bytes));
        Assert.Contains(shape.Weights, g => g is { Use: WeightUse.TiedEmbedding, TensorType: GgufTypes.Q8_0 });
        Assert.True(shape.IsGated);
        Assert.Equal(5885, shape.MergeRules);
    }

    [Fact]
    public void Of_StarterEmbed_KeepsNothing()
    {
        var shape = ModelShapes.Of(GgufModel.Read(Path.Combine(RepositoryRoot.StarterModels, "starter-embed.gguf")).OrThrow())!;

        Assert.Equal(Enumerable.Repeat(new LayerShape(4, 0, 64, 64), 4), shape.Layers);
        Assert.False(shape.IsGated);
        Assert.Contains(shape.Weights, g => g.Use == WeightUse.TiedEmbedding);
    }

    [Fact]
    public void Of_NoHeadsOrLengths_Null()
    {
        Assert.Null(Shape(GgufFile.Model()));
        Assert.Null(Shape(Model("llama", layers: 513)));
    }

    [Fact]
    public void Layers_OneNumberPerLayer_EachHasItsOwn()
    {
        var shape = Shape(Model("openelm", layers: 3)
            .With("openelm.attention.head_count", new[] { 12, 12, 16 }).With("openelm.attention.head_count_kv", new[] { 3, 3, 4 })
            .With("openelm.attention.key_length", 64u).With("openelm.attention.value_length", 64u).With("openelm.feed_forward_length", new[] { 768, 1024, 1280 }))!;

        Assert.Equal([new(12, 3, 64, 64), new(12, 3, 64, 64), new(16, 4, 64, 64)], shape.Layers);
        Assert.Equal(1280, shape.FeedForwardLength);
    }

    [Fact]
    public void Layers_NoKeyValueHeadsGiven_AsManyAsHeads() =>
        Assert.Equal(new LayerShape(8, 8, 64, 64), Shape(Model("llama", layers: 1).With("llama.attention.head_count", 8u))!.Layers[0]);

    [Theory]
    [InlineData("gemma2", 4, new[] { 0, 2 })]
    [InlineData("gemma3", 12, new[] { 0, 1, 2, 3, 4, 6, 7, 8, 9, 10 })]
    [InlineData("cohere2", 8, new[] { 0, 1, 2, 4, 5, 6 })]
    [InlineData("gpt-oss", 4, new[] { 0, 2 })]
    [InlineData("laguna", 8, new[] { 1, 2, 3, 5, 6, 7 })]
    [InlineData("phi3", 4, new int[0])]
    [InlineData("llama", 4, new int[0])]
    public void Layers_WindowOfTheArchitecture_WhereLlamaCppHasIt(string architecture, int layers, int[] windowed)
    {
        var shape = Shape(Model(architecture, layers).With($"{architecture}.attention.sliding_window", 1024u))!;

        Assert.Equal(windowed, shape.Layers.Index().Where(l => l.Item.Window == 1024).Select(l => l.Index));
    }

    [Fact]
    public void Layers_WindowPatternInTheFile_Wins()
    {
        var listed = Model("gemma3", 4).With("gemma3.attention.sliding_window", 512u)
            .With("gemma3.attention.sliding_window_pattern", new[] { true, false, false, true });
        var every = Model("gemma3", 4).With("gemma3.attention.sliding_window", 512u).With("gemma3.attention.sliding_window_pattern", 2u);

        Assert.Equal([512, null, null, 512], Shape(listed)!.Layers.Select(l => l.Window));
        Assert.Equal([512, null, 512, null], Shape(every)!.Layers.Select(l => l.Window));
    }

    [Theory]
    [InlineData("gemma2", 26, null, 4096)]
    [InlineData("gemma3", 26, null, null)]
    [InlineData("gemma3", 26, 0u, null)]
    [InlineData("llama4", 48, 1u, 8192)]
    [InlineData("exaone4", 64, null, 4096)]
    [InlineData("exaone4", 30, 4096u, null)]
    public void Layers_WindowNotInTheFile_IsTheArchitectures(string architecture, int layers, uint? given, int? expected)
    {
        var file = Model(architecture, layers);
        if (given is { } window)
            file.With($"{architecture}.attention.sliding_window", window);

        Assert.Equal(expected, Shape(file)!.Layers[0].Window);
    }

    [Fact]
    public void Layers_WindowedHeadsOfTheirOwn_AreUsedThere()
    {
        var shape = Shape(Model("gemma4", 2).With("gemma4.attention.sliding_window", 512u)
            .With("gemma4.attention.sliding_window_pattern", new[] { true, false })
            .With("gemma4.attention.key_length", 512u).With("gemma4.attention.value_length", 512u)
            .With("gemma4.attention.key_length_swa", 256u).With("gemma4.attention.value_length_swa", 256u))!;

        Assert.Equal([(256, 256), (512, 512)], shape.Layers.Select(l => (l.KeyLength, l.ValueLength)));
    }

    [Fact]
    public void Layers_ThatShareKeysOfOthers_KeepNone()
    {
        var gemma3n = Shape(Model("gemma3n", 30).With("gemma3n.attention.sliding_window", 512u))!;
        var gemma4 = Shape(Model("gemma4", 10).With("gemma4.attention.shared_kv_layers", 4u))!;
        var guessing = Shape(Model("glm4moe", 5).With("glm4moe.nextn_predict_layers", 1u))!;

        Assert.Equal(20, gemma3n.Layers.Count(l => l.KeyValueHeads > 0));
        Assert.Equal([true, true, true, true, true, true, false, false, false, false], gemma4.Layers.Select(l => l.KeyValueHeads > 0));
        Assert.Equal([true, true, true, true, false], guessing.Layers.Select(l => l.KeyValueHeads > 0));
    }

    [Fact]
    public void Layers_LatentAttention_KeepsNoValues()
    {
        var shape = Shape(Model("deepseek2", 1).With("deepseek2.attention.head_count_kv", 1u)
            .With("deepseek2.attention.key_length", 576u).With("deepseek2.attention.value_length", 512u)
            .With("deepseek2.attention.key_length_mla", 192u).With("deepseek2.attention.value_length_mla", 128u))!;

        Assert.Equal((1, 576, 0), (shape.Layers[0].KeyValueHeads, shape.Layers[0].KeyLength, shape.Layers[0].ValueLength));
    }

    [Fact]
    public void Layers_Mamba_KeepAStateForEachSlot()
    {
        var shape = Shape(Model("mamba", 2).With("mamba.attention.head_count", 0u).With("mamba.ssm.conv_kernel", 4u)
            .With("mamba.ssm.inner_size", 1024u).With("mamba.ssm.state_size", 16u))!;

        Assert.All(shape.Layers, layer => Assert.Equal(new LayerShape(0, 0, 0, 0, null, 4 * ((3 * 1024) + (16 * 1024))), layer));
    }

    [Fact]
    public void Layers_Rwkv_KeepAStateForEachSlot()
    {
        var shape = Shape(Model("rwkv7", 1).With("rwkv7.wkv.head_size", 64u))!;

        Assert.Equal((0, 4L * 512 * (2 + 64)), (shape.Layers[0].KeyValueHeads, shape.Layers[0].StateBytes));
    }

    [Fact]
    public void Layers_Hybrid_EitherOr()
    {
        var jamba = Shape(Model("jamba", 3).With("jamba.attention.head_count_kv", new[] { 0, 2, 0 }).With("jamba.ssm.conv_kernel", 4u)
            .With("jamba.ssm.inner_size", 1024u).With("jamba.ssm.state_size", 16u))!;
        var qwen = Shape(Model("qwen3next", 8).With("qwen3next.ssm.conv_kernel", 4u).With("qwen3next.ssm.inner_size", 1024u)
            .With("qwen3next.ssm.state_size", 16u).With("qwen3next.ssm.group_count", 2u))!;
        var lfm = Shape(Model("lfm2", 2).With("lfm2.attention.head_count_kv", new[] { 0, 4 }).With("lfm2.shortconv.l_cache", 3u))!;

        Assert.Equal([(0, true), (2, false), (0, true)], jamba.Layers.Select(l => (l.KeyValueHeads, l.StateBytes > 0)));
        Assert.Equal([3, 7], qwen.Layers.Index().Where(l => l.Item.KeyValueHeads > 0).Select(l => l.Index));
        Assert.Equal(4 * ((3 * (1024 + (2 * 2 * 16))) + (16 * 1024)), qwen.Layers[0].StateBytes);
        Assert.Equal([4L * 512 * 2, 0], lfm.Layers.Select(l => l.StateBytes));
    }

    [Fact]
    public void FeedForward_Experts_AreThoseATokenPasses()
    {
        var shape = Shape(Model("qwen3moe", 1).With("qwen3moe.feed_forward_length", 3072u).With("qwen3moe.expert_count", 64u)
            .With("qwen3moe.expert_used_count", 8u).With("qwen3moe.expert_feed_forward_length", 768u))!;

        Assert.Equal((8 * 768, 8), (shape.FeedForwardLength, shape.ExpertsUsed));
    }

    [Fact]
    public void Weights_EachUse_IsToldApart()
    {
        var shape = Shape(Model("llama", 1)
            .WithTensorOf(2, "token_embd.weight", 36, 32, 2).WithTensorOf(2, "output.weight", 18 * 8, 32, 8)
            .WithTensorOf(2, "blk.0.ffn_up.weight", 18 * 7, 32, 7).WithTensor("blk.0.attn_norm.weight", 32).WithTensor("blk.0.attn_q.bias", 32))!;

        Assert.Equal(
            [
                new WeightGroup(2, WeightUse.Lookup, false, 36), new WeightGroup(2, WeightUse.Matrix, true, 144),
                new WeightGroup(2, WeightUse.Matrix, false, 126), new WeightGroup(0, WeightUse.Vector, false, 256),
            ],
            shape.Weights);
        Assert.False(shape.IsGated);
    }

    [Fact]
    public void IsGated_JoinedMatrices_AreSeen() =>
        Assert.True(Shape(Model("phi3", 1).With("phi3.feed_forward_length", 16u).WithTensor("blk.0.ffn_up.weight", 32, 32))!.IsGated);

    private static GgufFile Model(string architecture, int layers) => new GgufFile()
        .With("general.architecture", architecture).With($"{architecture}.context_length", 4096u)
        .With($"{architecture}.embedding_length", 512u).With($"{architecture}.block_count", (uint)layers)
        .With(architecture is "openelm" or "llama" or "mamba" ? "unused" : $"{architecture}.attention.head_count", 8u);

    private static ModelShape? Shape(GgufFile file) =>
        ModelShapes.Of(GgufModel.Read("m.gguf", GgufHeader.Read(new MemoryStream(file.ToBytes())).OrThrow()).OrThrow());
}
