using System.Text.Json;
using System.Text.Json.Serialization;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.OpenAI.Contracts;

/// <summary>One event of a streamed <c>POST /v1/chat/completions</c>; the stream ends with <c>[DONE]</c>.</summary>
public sealed record ChatCompletionChunk
{
    public required string Id { get; init; }
    public string Object { get; init; } = "chat.completion.chunk";
    public required long Created { get; init; }
    public required string Model { get; init; }

    /// <summary>One; none in the event with the usage.</summary>
    public required IReadOnlyList<ChatChunkChoice> Choices { get; init; }

    /// <summary>In an event of its own at the end, when <c>stream_options.include_usage</c> is set.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Extension, in the last event.</summary>
    public ChatTimings? Timings { get; init; }

    /// <summary>Extension, in the last event.</summary>
    [JsonPropertyName("multillm")]
    public ModelNote? MultiLLM { get; init; }

    /// <summary>What a remote server sent beyond these.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; } // init would make it a parameter of the constructor to the serializer
}

/// <summary>A piece of one answer.</summary>
public sealed record ChatChunkChoice(int Index, ChatDelta Delta)
{
    public int Index { get; init; } = Index;
    public ChatDelta Delta { get; init; } = Delta;

    [JsonPropertyName("logprobs")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ChatLogProbs? LogProbs { get; init; }

    /// <summary>Null until the answer's last piece.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }

    /// <summary>As above.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; } // init would make it a parameter of the constructor to the serializer
}

/// <summary>What a piece adds. The first has the role, the last nothing.</summary>
public sealed record ChatDelta
{
    public static ChatDelta Nothing { get; } = new();
    public static ChatDelta Opening { get; } = new() { Role = "assistant", Content = "" };

    public string? Role { get; init; }
    public string? Content { get; init; }

    /// <summary>What a remote server sent beyond these, such as tool_calls.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; } // init would make it a parameter of the constructor to the serializer
}
