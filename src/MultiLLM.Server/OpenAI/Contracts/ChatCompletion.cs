using System.Text.Json;
using System.Text.Json.Serialization;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.OpenAI.Contracts;

/// <summary>Answer of <c>POST /v1/chat/completions</c>.</summary>
public sealed record ChatCompletion
{
    public required string Id { get; init; }
    public string Object { get; init; } = "chat.completion";

    /// <summary>Unix time, seconds.</summary>
    public required long Created { get; init; }

    /// <summary>The model that answered, also where the request said "auto".</summary>
    public required string Model { get; init; }
    public required IReadOnlyList<ChatChoice> Choices { get; init; }
    public required Usage Usage { get; init; }

    /// <summary>Extension: where the time went.</summary>
    public ChatTimings? Timings { get; init; }

    /// <summary>Extension: which model and why.</summary>
    [JsonPropertyName("multillm")]
    public ModelNote? MultiLLM { get; init; }

    /// <summary>What a remote server sent beyond these.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; } // init would make it a parameter of the constructor to the serializer
}

/// <summary>One answer.</summary>
public sealed record ChatChoice(int Index, AssistantMessage Message, ChatLogProbs? LogProbs, string FinishReason)
{
    /// <summary>Set when asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyName("logprobs")]
    public ChatLogProbs? LogProbs { get; init; } = LogProbs;

    /// <summary>"stop" or "length"; of remote servers also "tool_calls", "content_filter" and their own.</summary>
    public string FinishReason { get; init; } = FinishReason;

    /// <summary>As above.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; } // init would make it a parameter of the constructor to the serializer
}

/// <summary>What the model said.</summary>
public sealed record AssistantMessage(string Content)
{
    public string Role { get; init; } = "assistant";
    public string Content { get; init; } = Content;

    /// <summary>Null unless a remote server's model refuses; the official clients expect the field.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Refusal { get; init; }

    /// <summary>What a remote server sent beyond these, such as tool_calls.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; } // init would make it a parameter of the constructor to the serializer
}

/// <summary>Log probabilities of an answer's tokens.</summary>
public sealed record ChatLogProbs(IReadOnlyList<ChatTokenLogProb> Content);

/// <summary>One token.</summary>
/// <param name="Token">Its text; a token inside a character is shown with replacement characters.</param>
/// <param name="Logprob">Natural logarithm of its probability.</param>
/// <param name="Bytes">Its bytes, each 0 to 255.</param>
/// <param name="TopLogprobs">The likeliest tokens at this place.</param>
public sealed record ChatTokenLogProb(string Token, double Logprob, IReadOnlyList<int> Bytes, IReadOnlyList<ChatTopLogProb> TopLogprobs);

/// <summary>One of the likeliest tokens at a place.</summary>
public sealed record ChatTopLogProb(string Token, double Logprob, IReadOnlyList<int> Bytes);
