namespace MultiLLM.Contracts.Api;

/// <summary>Body of <c>POST /embeddings</c>.</summary>
public sealed record EmbeddingsRequest
{
    /// <summary>1 to 2048 texts, none empty.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>Omitted or "auto": the service picks one.</summary>
    public string? ModelId { get; init; }

    /// <summary>Cut the vectors to this many numbers and normalise them again; omitted: all.</summary>
    public int? Dimensions { get; init; }

    /// <summary>How long the model stays in memory afterwards, as in a chat request.</summary>
    public string? KeepAlive { get; init; }

    /// <summary>
    /// With a named model only: up to 8 ids or aliases of installed embedding models, each once, that are asked one after another when it fails. Their
    /// vectors cannot be compared with its own, so no other model is asked where this is omitted.
    /// </summary>
    public IReadOnlyList<string>? Fallbacks { get; init; }
}

/// <summary>Answer of <c>POST /embeddings</c>.</summary>
public sealed record EmbeddingsReply
{
    /// <summary>One vector per text, in order, each of Euclidean length 1.</summary>
    public required IReadOnlyList<IReadOnlyList<float>> Embeddings { get; init; }
    public required string ModelId { get; init; }
    public int Dimensions { get; init; }
    public int Tokens { get; init; }

    /// <summary>Seconds.</summary>
    public double ProcessingTime { get; init; }
}

/// <summary>Body of <c>POST /search</c>: rank documents by how near in meaning they are to a query.</summary>
public sealed record SearchRequest
{
    public required string Query { get; init; }

    /// <summary>1 to 2048 texts, none empty.</summary>
    public required IReadOnlyList<string> Documents { get; init; }
    public string? ModelId { get; init; }

    /// <summary>How many to return; omitted: all.</summary>
    public int? TopK { get; init; }
}

/// <summary>Answer of <c>POST /search</c>, best first.</summary>
public sealed record SearchReply
{
    public required IReadOnlyList<SearchHit> Results { get; init; }
    public required string ModelId { get; init; }
    public double ProcessingTime { get; init; }
}

/// <param name="Index">Place of the document in the request.</param>
/// <param name="Score">Cosine similarity, -1 to 1.</param>
/// <param name="Document">The text itself.</param>
public sealed record SearchHit(int Index, double Score, string Document);
