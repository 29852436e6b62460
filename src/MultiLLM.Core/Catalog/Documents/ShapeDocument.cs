namespace MultiLLM.Core.Catalog.Documents;

/// <summary>A shape in few numbers: all layers alike, but for a sliding window that some of them may not have.</summary>
internal sealed record ShapeDocument
{
    public required string Architecture { get; init; }
    public required int Layers { get; init; }
    public required int Heads { get; init; }

    /// <summary>Missing: as many as <see cref="Heads"/>; 0: the model keeps no cache (encoders).</summary>
    public int? KvHeads { get; init; }

    /// <summary>Of one head; missing: the embedding length divided by the heads.</summary>
    public int? KeyLength { get; init; }

    /// <summary>Of one head; missing: as the key length.</summary>
    public int? ValueLength { get; init; }
    public required int Embedding { get; init; }
    public required int FeedForward { get; init; }
    public required int Vocabulary { get; init; }

    /// <summary>Tokens; missing: every layer sees the whole context.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>Every so many layers, the last of each run sees the whole context in spite of the window; missing: none does.</summary>
    public int? FullAttentionEvery { get; init; }

    /// <param name="trainedContextLength">Tokens.</param>
    /// <param name="weightBytes">Of all tensors.</param>
    public ModelShape Expand(int trainedContextLength, long weightBytes)
    {
        var key = KeyLength ?? Embedding / Heads;
        return new ModelShape
        {
            Architecture = Architecture,
            EmbeddingLength = Embedding,
            FeedForwardLength = FeedForward,
            VocabularySize = Vocabulary,
            TrainedContextLength = trainedContextLength,
            WeightBytes = weightBytes,
            Layers = [.. Enumerable.Range(1, Layers).Select(layer => new LayerShape(
                Heads, KvHeads ?? Heads, key, ValueLength ?? key,
                SlidingWindow is { } window && !(FullAttentionEvery is { } every && layer % every == 0) ? window : null))],
        };
    }
}
