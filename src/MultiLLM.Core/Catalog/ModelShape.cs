namespace MultiLLM.Core.Catalog;

/// <summary>
/// What a model's memory depends on: from the file's head, or from the catalog for a model that was not fetched yet. Lengths are numbers per
/// token and layer; <see cref="Layers"/> lists the layers in order, because heads and windows may differ from one to the next.
/// </summary>
public sealed record ModelShape
{
    public required string Architecture { get; init; }
    public required int EmbeddingLength { get; init; }

    /// <summary>Numbers that one token has inside the widest feed-forward part; with experts, in all those it passes together.</summary>
    public required int FeedForwardLength { get; init; }

    /// <summary>The feed-forward part widens a token twice and multiplies the two.</summary>
    public bool IsGated { get; init; } = true;

    /// <summary>Experts that one token passes; 0: the model has none.</summary>
    public int ExpertsUsed { get; init; }
    public required int VocabularySize { get; init; }

    /// <summary>Tokens the model was trained for.</summary>
    public required int TrainedContextLength { get; init; }

    /// <summary>All tensors as they lie in the file, bytes.</summary>
    public required long WeightBytes { get; init; }
    public required IReadOnlyList<LayerShape> Layers { get; init; }

    /// <summary>The tensors by use and number format; empty: not known.</summary>
    public IReadOnlyList<WeightGroup> Weights { get; init; } = [];

    /// <summary>Texts of the vocabulary and of its merge rules, bytes.</summary>
    public long VocabularyTextBytes { get; init; }

    /// <summary>Rules of a byte-pair vocabulary; 0 for other kinds.</summary>
    public int MergeRules { get; init; }
}

/// <summary>One layer's attention, or the state it keeps instead.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Heads that are kept in the cache; 0: the layer keeps none (recurrent or encoder layers, layers that share another's).</param>
/// <param name="KeyLength">Of one head.</param>
/// <param name="ValueLength">Of one head; 0 where the values are a part of the keys.</param>
/// <param name="Window">Tokens of a sliding window; null: the whole context.</param>
/// <param name="StateBytes">What a recurrent layer keeps for each slot, whatever the context's length.</param>
public sealed record LayerShape(int Heads, int KeyValueHeads, int KeyLength, int ValueLength, int? Window = null, long StateBytes = 0);

/// <summary>Tensors of one use and number format.</summary>
/// <param name="TensorType">Number of the ggml type: 0 F32, 1 F16, 2 Q4_0 and so on.</param>
/// <param name="Use">What the computation does with them.</param>
/// <param name="RowsInEights">Every matrix has a multiple of eight rows.</param>
/// <param name="Bytes">As they lie in the file.</param>
public sealed record WeightGroup(uint TensorType, WeightUse Use, bool RowsInEights, long Bytes);

/// <summary>What the computation does with a tensor.</summary>
public enum WeightUse
{
    /// <summary>Multiplied with the tokens' vectors.</summary>
    Matrix,

    /// <summary>Single rows are looked up.</summary>
    Lookup,

    /// <summary>The embedding of a model that computes its output with the same matrix: looked up and multiplied.</summary>
    TiedEmbedding,

    /// <summary>Norms, biases and other small ones.</summary>
    Vector,
}
