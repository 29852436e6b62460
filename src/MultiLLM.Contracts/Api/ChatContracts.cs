using System.Text.Json;

namespace MultiLLM.Contracts.Api;

/// <summary>Body of <c>POST /chat</c>.</summary>
public sealed record ChatRequest : SelectionOptions
{
    /// <summary>What the user says now. Required, not blank.</summary>
    public required string Message { get; init; }

    /// <summary>Model id or alias. Omitted or "auto": the service picks one; "auto:fast", "auto:balanced" and "auto:quality" say what it weighs.</summary>
    public string? ModelId { get; init; }

    /// <summary>Pick a model although one is named. Defaults to true when no model is named, else false.</summary>
    public bool? AutoSelect { get; init; }

    /// <summary>Earlier turns, oldest first.</summary>
    public IReadOnlyList<ChatTurn>? ConversationHistory { get; init; }

    /// <summary>Instructions put before the conversation.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>0 (greedy, reproducible) to 2.</summary>
    public float? Temperature { get; init; }

    /// <summary>Above 0, at most 1.</summary>
    public float? TopP { get; init; }

    /// <summary>0 (off) or more.</summary>
    public int? TopK { get; init; }

    /// <summary>0 (off) to 1.</summary>
    public float? MinP { get; init; }

    /// <summary>Tokens to generate at most; omitted: what the context leaves.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Up to 16 strings that end the answer; they are not part of it.</summary>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Same seed, same prompt, same settings: same answer.</summary>
    public long? Seed { get; init; }

    /// <summary>A JSON schema that the answer follows; the engine enforces it. What it cannot enforce is refused with "unsupported_schema".</summary>
    public JsonElement? JsonSchema { get; init; }

    /// <summary>
    /// How long the model stays in memory after this answer: seconds, or a duration such as "5m" or "1h30m"; 0: it leaves at once; -1: it stays
    /// until it is unloaded or another request says otherwise. Omitted: that stays as it is. A plain number is taken too.
    /// </summary>
    public string? KeepAlive { get; init; }

    /// <summary>Answer as server-sent events: pieces of the answer, then one event with the whole reply.</summary>
    public bool Stream { get; init; }
}

/// <summary>One earlier turn of a conversation.</summary>
/// <param name="Role">"system", "user" or "assistant".</param>
/// <param name="Content">What was said.</param>
public sealed record ChatTurn(string Role, string Content);

/// <summary>Answer of <c>POST /chat</c>.</summary>
public sealed record ChatReply
{
    public required string Response { get; init; }
    public required string ModelId { get; init; }

    /// <summary>True for the bundled starter models, which are tiny and often wrong.</summary>
    public bool StarterModel { get; init; }

    /// <summary>What a person should know about this answer, for example that a starter model gave it; else omitted.</summary>
    public string? Notice { get; init; }

    /// <summary>Seconds from the request's arrival to the end of the answer.</summary>
    public double ProcessingTime { get; init; }

    /// <summary>"stop" or "length".</summary>
    public required string FinishReason { get; init; }
    public required TokenUsage Tokens { get; init; }
    public required ChatTimings Timings { get; init; }
    public required SelectionInfo Selection { get; init; }

    /// <summary>What the content policy did; omitted: no rule applied.</summary>
    public PolicyNote? Policy { get; init; }
}

/// <summary>Counts of tokens.</summary>
/// <param name="Prompt">Tokens of the prompt, template included.</param>
/// <param name="Cached">Those of them that were already processed.</param>
/// <param name="Completion">Tokens generated.</param>
public sealed record TokenUsage(int Prompt, int Cached, int Completion)
{
    public int Total => Prompt + Completion;
}

/// <summary>Where the time of one answer went, in seconds.</summary>
public sealed record ChatTimings
{
    /// <summary>Waiting for the model and for a slot in it.</summary>
    public double QueueSeconds { get; init; }

    /// <summary>Loading the model; 0 when it was loaded.</summary>
    public double LoadSeconds { get; init; }
    public double PromptSeconds { get; init; }
    public double DecodeSeconds { get; init; }

    /// <summary>From the request's arrival to the first token.</summary>
    public double TimeToFirstTokenSeconds { get; init; }

    /// <summary>Decode speed; null for an answer of one token.</summary>
    public double? TokensPerSecond { get; init; }
}

/// <summary>One event of a streamed <c>POST /chat</c>. Exactly one of the members is set.</summary>
public sealed record ChatStreamEvent
{
    /// <summary>The next piece of the answer.</summary>
    public string? Delta { get; init; }

    /// <summary>The whole answer with its figures; the last event of a stream that went well.</summary>
    public ChatReply? Reply { get; init; }

    /// <summary>The last event of a stream that failed.</summary>
    public ErrorInfo? Error { get; init; }
}
