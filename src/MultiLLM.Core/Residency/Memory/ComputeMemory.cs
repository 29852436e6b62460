using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>
/// Bytes of the buffers one step computes in. llama.cpp plans them for its largest step: a full batch of tokens, an output for each token that may
/// have one, and attention over all cells. It reuses memory as values are no longer needed, so what counts is the fullest moment. Which moment that
/// is was found by comparing with what it prints for models of many shapes:
/// <list type="bullet">
/// <item>Feed-forward: both widened vectors of each token and their product, and four vectors of the embedding's length (what goes around the
/// layer, its norm, and two that the planner cannot place over).</item>
/// <item>Attention: queries, keys and values of each token and the result, with the same vectors around.</item>
/// <item>The end: one logit for each token of the vocabulary and output.</item>
/// </list>
/// The attention mask, one 16-bit number for each token and cell, lives through all of them. Flash attention keeps no scores.
/// </summary>
internal static class ComputeMemory
{
    private const int FloatBytes = 4;
    private const int MaskBytes = 2;
    private const int VectorsAround = 4;
    private const int WidenedVectors = 3;

    /// <summary>Buffers of the computation and of its outputs.</summary>
    public static long Bytes(ModelShape shape, LoadPlan plan, EngineRules rules) =>
        Saturating.Sum([Graph(shape, plan, rules), OutputBytes(shape, plan, OutputsAtMost(plan))]);

    private static long Graph(ModelShape shape, LoadPlan plan, EngineRules rules)
    {
        long tokens = TokensOf(plan);
        var fullest = Math.Max(Math.Max(FeedForward(shape), Attention(shape)) * tokens, 0);
        var outputs = Saturating.Product(OutputsAtMost(plan), shape.VocabularySize + (long)shape.EmbeddingLength);
        return Saturating.Sum([
            Saturating.Product(Math.Max(fullest, HasLogits(shape, plan) ? outputs : 0), FloatBytes),
            MaskOf(shape, plan, rules, tokens),
        ]);
    }

    private static long FeedForward(ModelShape shape) =>
        ((long)WidenedVectors * shape.FeedForwardLength) + ((long)VectorsAround * shape.EmbeddingLength);

    private static long Attention(ModelShape shape) =>
        shape.Layers.Select(layer =>
            (2L * layer.Heads * layer.KeyLength) + ((long)layer.KeyValueHeads * (layer.KeyLength + (long)layer.ValueLength))).DefaultIfEmpty(0).Max()
        + ((long)VectorsAround * shape.EmbeddingLength);

    private static long MaskOf(ModelShape shape, LoadPlan plan, EngineRules rules, long tokens)
    {
        var cells = CacheCells.Of(plan);
        if (shape.Layers.All(layer => layer.KeyValueHeads == 0))
            return shape.Layers.Any(layer => layer.Heads > 0) ? Saturating.Product(tokens, tokens, MaskBytes) : 0; // an encoder's text sees itself
        var whole = shape.Layers.Any(layer => layer.Window is null) ? cells.PerStream : 0;
        var windows = shape.Layers.Max(layer => layer.Window) is { } window
            ? rules.KeepsWholeWindows ? cells.PerStream : cells.InWindow(window, plan) / cells.Streams
            : 0;
        return Saturating.Product(whole + windows, tokens, MaskBytes);
    }

    /// <summary>
    /// The copies of a step's results. llama.cpp makes room for logits of embedding models too, for each token of their batch, whether or not they
    /// compute any.
    /// </summary>
    public static long OutputBytes(ModelShape shape, LoadPlan plan, long outputs) =>
        Saturating.Product(outputs, shape.VocabularySize + (plan.Embedding ? (long)shape.EmbeddingLength : 0), FloatBytes);

    private static bool HasLogits(ModelShape shape, LoadPlan plan) => !plan.Embedding || shape.Layers.Any(layer => layer.KeyValueHeads > 0);

    private static long OutputsAtMost(LoadPlan plan) => plan.Embedding ? Math.Max(plan.BatchSize, plan.Slots) : plan.Slots;

    private static int TokensOf(LoadPlan plan) => Math.Min(plan.BatchSize, Math.Max(plan.KvCells, plan.Slots));
}
