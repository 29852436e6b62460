using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.OpenAI.Contracts;

/// <summary>
/// What plain and chat completions have in common. These request types describe the API; bodies are read field by field so that every
/// fault can be named. Fields not listed here are ignored.
/// </summary>
public abstract record SamplingRequest
{
    /// <summary>A model's id or alias, or "auto" (also when omitted): the service picks one; "auto:fast", "auto:balanced" and "auto:quality" say what it weighs.</summary>
    public string? Model { get; init; }

    /// <summary>Extension. What the request asks of an automatic choice; unknown members are refused.</summary>
    [JsonPropertyName("multillm")]
    public SelectionOptions? MultiLLM { get; init; }

    /// <summary>0 is greedy and reproducible.</summary>
    [Range(0.0, 2.0)]
    public float? Temperature { get; init; }

    /// <summary>Above 0, at most 1.</summary>
    [Range(0.0, 1.0)]
    public float? TopP { get; init; }

    /// <summary>Extension. 0 or -1: off.</summary>
    [Range(-1, int.MaxValue)]
    public int? TopK { get; init; }

    /// <summary>Extension.</summary>
    [Range(0.0, 1.0)]
    public float? MinP { get; init; }

    /// <summary>Extension. Above 0; 1: off.</summary>
    [Range(0.0, 1.0)]
    public float? TypicalP { get; init; }

    [Range(-2.0, 2.0)]
    public float? FrequencyPenalty { get; init; }

    [Range(-2.0, 2.0)]
    public float? PresencePenalty { get; init; }

    /// <summary>Extension. Above 0; 1: off. vLLM's name repetition_penalty is understood too.</summary>
    [Range(0.0, 10.0)]
    public float? RepeatPenalty { get; init; }

    /// <summary>Another name for repeat_penalty.</summary>
    [Range(0.0, 10.0)]
    public float? RepetitionPenalty { get; init; }

    /// <summary>Extension. Tokens the penalties look back; -1: all.</summary>
    [Range(-1, int.MaxValue)]
    public int? RepeatLastN { get; init; }

    /// <summary>Same seed, same request: same answer. With n above 1 each answer has a seed of its own: seed, seed + 1, ...</summary>
    public long? Seed { get; init; }

    /// <summary>A string or an array of up to 16 strings, each of 1 to 256 characters, that end the answer and are not part of it.</summary>
    public StringOrStrings? Stop { get; init; }

    /// <summary>Token id to bias; -100 bans a token.</summary>
    public IReadOnlyDictionary<string, float>? LogitBias { get; init; }

    /// <summary>Extension. Do not end where the model wants to.</summary>
    public bool? IgnoreEos { get; init; }

    /// <summary>Extension. A grammar in llama.cpp's GBNF notation that the answer must follow.</summary>
    public string? Grammar { get; init; }

    /// <summary>Extension. How long the model stays in memory afterwards: seconds, or a duration such as "5m"; 0: it leaves at once; -1: it stays.</summary>
    public string? KeepAlive { get; init; }

    /// <summary>Text, any JSON object, or JSON that follows a schema; the engine enforces it.</summary>
    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>Answers to generate side by side.</summary>
    [Range(1, 8)]
    [DefaultValue(1)]
    public int? N { get; init; }

    /// <summary>Answer as server-sent events, ended by <c>[DONE]</c>.</summary>
    [DefaultValue(false)]
    public bool? Stream { get; init; }

    /// <summary>Only with stream: true.</summary>
    public StreamOptions? StreamOptions { get; init; }
}

/// <summary>Body of <c>POST /v1/chat/completions</c>. Tools are refused unless tool_choice is "none"; user, metadata and store are ignored.</summary>
public sealed record ChatCompletionRequest : SamplingRequest
{
    /// <summary>The conversation, oldest first; 1 to 2048 messages.</summary>
    public required IReadOnlyList<RequestMessage> Messages { get; init; }

    /// <summary>Tokens to generate at most; omitted: what the context leaves.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxCompletionTokens { get; init; }

    /// <summary>The old name of max_completion_tokens.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxTokens { get; init; }

    /// <summary>Report the log probability of each token.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>Likeliest tokens to report at each place; needs logprobs.</summary>
    [Range(0, 20)]
    public int? TopLogprobs { get; init; }
}

/// <summary>One message of a conversation.</summary>
public sealed record RequestMessage
{
    /// <summary>"system", "developer", "user", "assistant" or "tool".</summary>
    [AllowedValues("system", "developer", "user", "assistant", "tool")]
    public required string Role { get; init; }

    /// <summary>A string, or text parts, which are joined.</summary>
    public required StringOrTextParts Content { get; init; }

    /// <summary>Who speaks, for templates that show it.</summary>
    public string? Name { get; init; }
}

/// <summary>A part of a message. Images and sound are refused: the models read text.</summary>
/// <param name="Type">"text".</param>
/// <param name="Text">The text.</param>
public sealed record TextPart(string Type, string Text);

/// <summary>What form the answer has.</summary>
public sealed record ResponseFormat
{
    /// <summary>"text", "json_object" or "json_schema".</summary>
    [AllowedValues("text", "json_object", "json_schema")]
    public required string Type { get; init; }

    /// <summary>With type "json_schema".</summary>
    public JsonSchemaFormat? JsonSchema { get; init; }
}

/// <summary>A named JSON schema.</summary>
public sealed record JsonSchemaFormat
{
    public string? Name { get; init; }
    public string? Description { get; init; }

    /// <summary>The JSON schema.</summary>
    public required JsonElement Schema { get; init; }
    public bool? Strict { get; init; }
}

/// <summary>Options of a streamed answer.</summary>
public sealed record StreamOptions
{
    /// <summary>Send one more event with the token counts before <c>[DONE]</c>.</summary>
    public bool? IncludeUsage { get; init; }
}

/// <summary>Body of <c>POST /v1/completions</c>.</summary>
public sealed record CompletionRequest : SamplingRequest
{
    /// <summary>A string, up to 64 strings, token ids, or up to 64 arrays of token ids; taken as they are, without a chat template.</summary>
    public required TextsOrTokens Prompt { get; init; }

    [Range(1, int.MaxValue)]
    [DefaultValue(16)]
    public int? MaxTokens { get; init; }

    /// <summary>Report the log probability of each token, and of this many likeliest ones at its place.</summary>
    [Range(0, 20)]
    public int? Logprobs { get; init; }

    /// <summary>Must equal n.</summary>
    [Range(1, 8)]
    public int? BestOf { get; init; }

    /// <summary>Only false is supported.</summary>
    public bool? Echo { get; init; }

    /// <summary>Only empty is supported.</summary>
    public string? Suffix { get; init; }
}

/// <summary>Body of <c>POST /v1/embeddings</c>.</summary>
public sealed record EmbeddingRequest
{
    /// <summary>A string, up to 2048 strings, token ids, or up to 2048 arrays of token ids; none empty.</summary>
    public required TextsOrTokens Input { get; init; }

    /// <summary>An embedding model's id or alias, or "auto" (also when omitted).</summary>
    public string? Model { get; init; }

    /// <summary>Cut the vectors to this many numbers and normalise them again; omitted: all.</summary>
    [Range(1, int.MaxValue)]
    public int? Dimensions { get; init; }

    /// <summary>Extension. How long the model stays in memory afterwards: seconds, or a duration such as "5m"; 0: it leaves at once; -1: it stays.</summary>
    public string? KeepAlive { get; init; }

    /// <summary>Extension; unknown members are refused.</summary>
    [JsonPropertyName("multillm")]
    public EmbeddingSelection? MultiLLM { get; init; }

    [AllowedValues("float", "base64")]
    [DefaultValue("float")]
    public string? EncodingFormat { get; init; }
}
