using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Client.OpenAI;

/// <summary>Body of POST /v1/embeddings.</summary>
internal sealed record EmbeddingRequest
{
    public required string Model { get; init; }
    public required IReadOnlyList<string> Input { get; init; }
    public required string EncodingFormat { get; init; }
    public int? Dimensions { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Answer of POST /v1/embeddings.</summary>
internal sealed record EmbeddingList
{
    public required IReadOnlyList<EmbeddingItem> Data { get; init; }
    public string? Model { get; init; }
    public Usage? Usage { get; init; }
}

/// <param name="Index">Place of the text in the request.</param>
/// <param name="Embedding">Base64 of little-endian floats, or an array of numbers.</param>
internal sealed record EmbeddingItem(int Index, JsonElement Embedding);
