using System.Text.Json.Serialization;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.OpenAI.Contracts;

/// <summary>Counts of tokens.</summary>
public sealed record Usage(int PromptTokens, int CompletionTokens, int TotalTokens, PromptTokensDetails PromptTokensDetails);

/// <param name="CachedTokens">Tokens of the prompt that were already processed for an earlier request.</param>
public sealed record PromptTokensDetails(int CachedTokens);

/// <summary>Which model answers and why.</summary>
public sealed record ModelNote : SelectionSummary
{
    public required string ModelId { get; init; }

    /// <summary>True for the bundled starter models, which are tiny and often wrong.</summary>
    public bool StarterModel { get; init; }

    /// <summary>What a person should know about this model's answers.</summary>
    public string? Notice { get; init; }

    /// <summary>The next best models, at most five; null: none could have served the request, or it names its model.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<CandidateInfo>? Alternatives { get; init; }

    /// <summary>What the content policy did; null: no rule applied.</summary>
    [JsonPropertyOrder(2)]
    public PolicyNote? Policy { get; init; }
}

/// <summary>Answer of <c>GET /v1/models</c>.</summary>
public sealed record OpenAIModelList(IReadOnlyList<OpenAIModel> Data)
{
    public string Object { get; init; } = "list";
}

/// <summary>One model; "auto" stands for automatic selection.</summary>
public sealed record OpenAIModel(string Id, long Created)
{
    public string Object { get; init; } = "model";
    public string OwnedBy { get; init; } = "multillm";
}

/// <summary>Answer of <c>POST /v1/embeddings</c>.</summary>
public sealed record EmbeddingList(IReadOnlyList<EmbeddingItem> Data, string Model, EmbeddingUsage Usage)
{
    public string Object { get; init; } = "list";

    /// <summary>Extension: which model and why.</summary>
    [JsonPropertyName("multillm")]
    public ModelNote? MultiLLM { get; init; }
}

/// <summary>One vector.</summary>
/// <param name="Index">Place of its input in the request.</param>
/// <param name="Embedding">Numbers, or with <c>encoding_format: "base64"</c> the same as little-endian 32-bit floats in Base64.</param>
public sealed record EmbeddingItem(int Index, EmbeddingValues Embedding)
{
    public string Object { get; init; } = "embedding";
}

public sealed record EmbeddingUsage(int PromptTokens, int TotalTokens);

/// <summary>Body of every error of the OpenAI dialect.</summary>
public sealed record OpenAIErrorReply(OpenAIError Error);

/// <summary>What went wrong.</summary>
/// <param name="Message">For a person: what is wrong, with the limit and the value.</param>
/// <param name="Type">"invalid_request_error", "rate_limit_error" or "server_error".</param>
/// <param name="Param">The field at fault, for example "messages[2].content".</param>
/// <param name="Code">Stable, snake_case, for example "model_not_found".</param>
public sealed record OpenAIError(string Message, string Type, string? Param, string? Code)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Param { get; init; } = Param;

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Code { get; init; } = Code;
}
