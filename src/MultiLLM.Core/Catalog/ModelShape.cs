namespace MultiLLM.Core.Catalog;

/// <summary>
/// What a model's memory depends on: from the file's head, or from the catalog for a model that was not fetched yet. Lengths are numbers per
/// token and layer; <see cref="Layers"/> lists the layers in order, because heads and windows may differ from one to the next.
/// </summary>
public sealed record ModelShape
{
    public required string Architecture { get; init; }
    public required int EmbeddingLength { get; init; }
    public required int FeedForwardLength { get; init; }
    public required int VocabularySize { get; init; }

    /// <summary>Tokens the model was trained for.</summary>
    public required int TrainedContextLength { get; init; }

    /// <summary>All tensors as they lie in the file, bytes.</summary>
    public required long WeightBytes { get; init; }
    public required IReadOnlyList<LayerShape> Layers { get; init; }
}

/// <summary>One layer's attention.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Heads that are kept in the cache; 0: the layer keeps none (recurrent or encoder layers).</param>
/// <param name="KeyLength">Of one head.</param>
/// <param name="ValueLength">Of one head.</param>
/// <param name="Window">Tokens of a sliding window; null: the whole context.</param>
public sealed record LayerShape(int Heads, int KeyValueHeads, int KeyLength, int ValueLength, int? Window = null);
