using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Residency.Memory;

/// <summary>Shapes of well-known models, and what llama.cpp printed when it loaded them.</summary>
internal static class Shapes
{
    public const long MiB = 1024 * 1024;

    /// <summary>No repacking, so that figures are the same on every machine.</summary>
    public static EngineRules Rules { get; } = new() { Repacking = new CpuRepacking(Avx2: false, Avx512: false, Dotprod: false) };

    public static ModelShape Llama135M { get; } = Decoder(30, 576, 1536, 49_152, new LayerShape(9, 3, 64, 64));
    public static ModelShape Llama1B { get; } = Decoder(22, 2048, 5632, 32_000, new LayerShape(32, 4, 64, 64));
    public static ModelShape StarterChat { get; } = Decoder(6, 384, 1024, 6144, new LayerShape(6, 6, 64, 64));
    public static ModelShape MiniLm { get; } = Decoder(6, 384, 1536, 30_522, new LayerShape(12, 0, 32, 32)) with { Architecture = "bert", IsGated = false };

    public static ModelShape Decoder(int layers, int embedding, int feedForward, int vocabulary, LayerShape layer) => new()
    {
        Architecture = "llama",
        EmbeddingLength = embedding,
        FeedForwardLength = feedForward,
        VocabularySize = vocabulary,
        TrainedContextLength = 8192,
        WeightBytes = 100 * MiB,
        Layers = [.. Enumerable.Repeat(layer, layers)],
    };

    /// <summary>Eight slots that share their cells.</summary>
    public static LoadPlan Shared(int cells, int context = 4096) => new(context, cells, 8, 512);

    public static LoadPlan Embedding(int context) => new(context, context, 64, context, Embedding: true);
}
