using System.Collections.Frozen;

namespace MultiLLM.Core.Catalog;

/// <summary>Reads a <see cref="ModelShape"/> out of a model's head.</summary>
internal static class ModelShapes
{
    private const int MaxLayers = 512; // llama.cpp's
    private const int MaxLength = 1 << 24;
    private const string Tokens = "tokenizer.ggml.tokens";
    private const string Merges = "tokenizer.ggml.merges";

    private static readonly FrozenSet<string> LookedUp = new[]
    {
        "token_embd.weight", "position_embd.weight", "token_types.weight", "per_layer_token_embd.weight",
    }.ToFrozenSet();

    /// <summary>Null: the head lacks what every model that llama.cpp computes has.</summary>
    public static ModelShape? Of(GgufModel model)
    {
        var header = model.Header;
        if (header.Text("general.architecture") is not { } architecture)
            return null;
        var keys = new ArchitectureKeys(header, architecture);
        if (keys.Length("embedding_length") is not { } embedding || keys.Length("context_length") is not { } context
            || keys.Length("block_count") is not (<= MaxLayers and var layers))
            return null;
        return new ModelShape
        {
            Architecture = architecture,
            EmbeddingLength = embedding,
            FeedForwardLength = FeedForward(keys, layers),
            IsGated = model.Tensors.Any(t => t.Name.Contains(".ffn_gate", StringComparison.Ordinal)) || HasJoinedGate(model, keys, layers),
            ExpertsUsed = keys.PerLayer("expert_used_count", layers).Max(),
            VocabularySize = Vocabulary(model, keys),
            TrainedContextLength = context,
            WeightBytes = model.Tensors.Sum(t => t.Bytes),
            Layers = LayerShapes.Of(header, keys, embedding, layers),
            Weights = Weights(model.Tensors),
            VocabularyTextBytes = (header.Arrays.GetValueOrDefault(Tokens)?.Bytes ?? 0) + (header.Arrays.GetValueOrDefault(Merges)?.Bytes ?? 0),
            MergeRules = (int)(header.Arrays.GetValueOrDefault(Merges)?.Count ?? 0),
        };
    }

    private static int Vocabulary(GgufModel model, ArchitectureKeys keys) =>
        model.Header.Arrays.GetValueOrDefault(Tokens)?.Count is > 0 and <= MaxLength and var tokens ? (int)tokens
        : keys.Length("vocab_size") ?? (int)Math.Min(MaxLength, model.Tensors.FirstOrDefault(t => t.Name == "token_embd.weight")?.Rows ?? 0);

    // A token passes its dense part, or some experts and those shared by all tokens.
    private static int FeedForward(ArchitectureKeys keys, int layers)
    {
        var dense = keys.PerLayer("feed_forward_length", layers).Max();
        var used = keys.PerLayer("expert_used_count", layers).Max();
        if (used == 0)
            return dense;
        var expert = keys.PerLayer("expert_feed_forward_length", layers).Max();
        if (expert == 0)
            expert = dense; // older files have one length for both
        var shared = keys.Length("expert_shared_feed_forward_length") ?? expert * (long)(keys.Length("expert_shared_count") ?? 0);
        return (int)Math.Min(MaxLength, Math.Max(dense, (expert * (long)used) + shared));
    }

    // Some architectures store both widening matrices as one.
    private static bool HasJoinedGate(GgufModel model, ArchitectureKeys keys, int layers) =>
        model.Tensors.FirstOrDefault(t => t.Name == "blk.0.ffn_up.weight")?.Rows == 2L * keys.PerLayer("feed_forward_length", layers)[0];

    private static IReadOnlyList<WeightGroup> Weights(IReadOnlyList<GgufTensor> tensors)
    {
        var isTied = tensors.All(t => t.Name != "output.weight");
        return [.. tensors
            .GroupBy(t => (t.Type, Use: UseOf(t, isTied), InEights: t.Rows % 8 == 0))
            .Select(g => new WeightGroup(g.Key.Type, g.Key.Use, g.Key.InEights, g.Sum(t => t.Bytes)))];
    }

    private static WeightUse UseOf(GgufTensor tensor, bool isTied) =>
        LookedUp.Contains(tensor.Name) ? isTied && tensor.Name == "token_embd.weight" ? WeightUse.TiedEmbedding : WeightUse.Lookup
        : tensor.Dimensions.Count >= 2 && tensor.Name.EndsWith(".weight", StringComparison.Ordinal) ? WeightUse.Matrix
        : WeightUse.Vector;
}
