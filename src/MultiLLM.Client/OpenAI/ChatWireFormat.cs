using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Client.OpenAI;

/// <summary>Body of POST /v1/chat/completions.</summary>
internal sealed record ChatCompletionRequest
{
    public required string Model { get; init; }
    public required IReadOnlyList<WireMessage> Messages { get; init; }
    public bool? Stream { get; init; }
    public StreamOptions? StreamOptions { get; init; }
    public float? Temperature { get; init; }
    public float? TopP { get; init; }
    public int? TopK { get; init; }
    public int? MaxTokens { get; init; }
    public IReadOnlyList<string>? Stop { get; init; }
    public long? Seed { get; init; }
    public float? FrequencyPenalty { get; init; }
    public float? PresencePenalty { get; init; }
    public ResponseFormat? ResponseFormat { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

internal sealed record WireMessage(string Role, string Content);

internal sealed record StreamOptions(bool IncludeUsage);

internal sealed record ResponseFormat(string Type, WireJsonSchema? JsonSchema = null);

internal sealed record WireJsonSchema(string Name, string? Description, JsonElement Schema, bool Strict);

/// <summary>A whole answer (choices have a message) or one chunk of a stream (choices have a delta).</summary>
internal sealed record ChatCompletion
{
    public string? Id { get; init; }
    public string? Object { get; init; }
    public long? Created { get; init; }
    public string? Model { get; init; }
    public IReadOnlyList<Choice>? Choices { get; init; }
    public Usage? Usage { get; init; }

    /// <summary>On the chunk that ends a failed stream.</summary>
    public JsonElement? Error { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

internal sealed record Choice
{
    public int Index { get; init; }
    public ChoiceMessage? Message { get; init; }
    public ChoiceMessage? Delta { get; init; }
    public string? FinishReason { get; init; }
    public JsonElement? Logprobs { get; init; }
}

internal sealed record ChoiceMessage(string? Role, string? Content);

internal sealed record Usage
{
    public long PromptTokens { get; init; }
    public long? CompletionTokens { get; init; }
    public long TotalTokens { get; init; }
    public PromptTokensDetails? PromptTokensDetails { get; init; }
}

internal sealed record PromptTokensDetails(long? CachedTokens);
