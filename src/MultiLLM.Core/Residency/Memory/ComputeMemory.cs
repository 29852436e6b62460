using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>
/// Bytes of the buffers one step computes in. llama.cpp plans them for its largest step: a full batch of tokens, an output for each token that may
/// have one, and attention over all cells. It places values over others that are no longer needed, so what counts is the fullest moment. The moments
/// were found by comparing with what it prints for some twenty shapes of seven architectures; where its placing leaves holes that depend on the
/// exact lengths, the larger figure is taken.
/// <list type="bullet">
/// <item>Feed-forward: each token's widened vectors, both and their product where there is a gate, and what goes around the part.</item>
/// <item>Experts: one result for each expert a token passes, before and after it is weighted.</item>
/// <item>Attention: queries before and after they are rotated, keys and values.</item>
/// <item>The end: one logit for each token of the vocabulary and output.</item>
/// </list>
/// The attention mask, one 16-bit number for each token and cell, is there all the time. Flash attention keeps no scores.
/// </summary>
internal static class ComputeMemory
{
    private const int FloatBytes = 4;
    private const int MaskBytes = 2;

    // Vectors of the embedding's length around a part: its input, the norm of it, the result and, where a layer has caches, one in a hole.
    private const int AroundEncoder = 3;
    private const int AroundDecoder = 4;
    private const int AroundExperts = 5;
    private const int AroundAttention = 3;

    /// <summary>Buffers of the computation and of its results.</summary>
    public static long Bytes(ModelShape shape, LoadPlan plan, EngineRules rules) =>
        Saturating.Sum([
            Math.Max(LayerBytes(shape, plan), LogitBytes(shape, plan)),
            MaskBytesOf(shape, plan, rules),
            PoolingBytes(plan),
            ResultBytes(shape, plan, Outputs(plan)),
        ]);

    /// <summary>
    /// Copies of a step's results. llama.cpp makes room for logits of embedding models too, for each token of their batch, whether or not they
    /// compute any.
    /// </summary>
    public static long ResultBytes(ModelShape shape, LoadPlan plan, long outputs) =>
        Saturating.Product(outputs, shape.VocabularySize + (plan.Embedding ? (long)shape.EmbeddingLength : 0), FloatBytes);

    private static long LayerBytes(ModelShape shape, LoadPlan plan)
    {
        var widened = (shape.IsGated ? 3L : 1L) * shape.FeedForwardLength;
        var feedForward = widened + ((long)(KeepsKeys(shape) ? AroundDecoder : AroundEncoder) * shape.EmbeddingLength);
        var experts = shape.ExpertsUsed > 0 ? ((2L * shape.ExpertsUsed) + AroundExperts) * shape.EmbeddingLength : 0;
        var attention = shape.Layers.Select(AttentionLength).DefaultIfEmpty(0).Max() + ((long)AroundAttention * shape.EmbeddingLength);
        return Saturating.Product(Math.Max(Math.Max(feedForward, experts), attention), Tokens(plan), FloatBytes);
    }

    private static long AttentionLength(LayerShape layer) =>
        (2L * layer.Heads * layer.KeyLength) + ((long)layer.KeyValueHeads * (layer.KeyLength + (long)layer.ValueLength));

    // Encoders compute no logits; models that also generate compute them whatever they are loaded for.
    private static long LogitBytes(ModelShape shape, LoadPlan plan) =>
        plan.Embedding && !KeepsKeys(shape) ? 0 : Saturating.Product(Outputs(plan), shape.VocabularySize + (long)shape.EmbeddingLength, FloatBytes);

    private static long MaskBytesOf(ModelShape shape, LoadPlan plan, EngineRules rules)
    {
        var tokens = Tokens(plan);
        if (!KeepsKeys(shape)) // a text sees itself, in some layers through a window
        {
            var masks = shape.Layers.All(layer => layer.Heads == 0) ? 0 : shape.Layers.Any(layer => layer.Window is not null) ? 2 : 1;
            return Saturating.Product(masks, tokens, tokens, MaskBytes);
        }
        var cells = CacheCells.Of(plan);
        var whole = shape.Layers.Any(layer => layer.Window is null) ? cells.PerStream : 0;
        var windowed = shape.Layers.Max(layer => layer.Window) is not { } window ? 0
            : rules.KeepsWholeWindows ? cells.PerStream
            : cells.InWindow(window, plan) / cells.Streams;
        return Saturating.Product(whole + windowed, tokens, MaskBytes);
    }

    // Which tokens make up which text's mean.
    private static long PoolingBytes(LoadPlan plan) => plan.Embedding ? Saturating.Product(Tokens(plan), plan.Slots, FloatBytes) : 0;

    private static bool KeepsKeys(ModelShape shape) => shape.Layers.Any(layer => layer.KeyValueHeads > 0);

    private static long Outputs(LoadPlan plan) => plan.Embedding ? Math.Max(plan.BatchSize, plan.Slots) : plan.Slots;

    private static long Tokens(LoadPlan plan) => Math.Min(plan.BatchSize, plan.KvCells);
}
