using System.Text.Json.Serialization;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.OpenAI.Contracts;

/// <summary>Answer of <c>POST /v1/completions</c>, and each event of a streamed one.</summary>
public sealed record Completion
{
    public required string Id { get; init; }
    public string Object { get; init; } = "text_completion";

    /// <summary>Unix time, seconds.</summary>
    public required long Created { get; init; }
    public required string Model { get; init; }
    public required IReadOnlyList<CompletionChoice> Choices { get; init; }
    public Usage? Usage { get; init; }

    /// <summary>Extension: where the time went.</summary>
    public ChatTimings? Timings { get; init; }

    /// <summary>Extension: which model and why.</summary>
    [JsonPropertyName("multillm")]
    public ModelNote? MultiLLM { get; init; }
}

/// <summary>One continuation. The first prompt's <c>n</c> continuations come first, then the second's.</summary>
public sealed record CompletionChoice(int Index, string Text)
{
    public int Index { get; init; } = Index;
    public string Text { get; init; } = Text;

    [JsonPropertyName("logprobs")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public CompletionLogProbs? LogProbs { get; init; }

    /// <summary>"stop" or "length"; null in the events of a stream before the last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }
}

/// <summary>Log probabilities, one entry per token in each list.</summary>
/// <param name="Tokens">Text of each token.</param>
/// <param name="TokenLogprobs">Natural logarithm of its probability.</param>
/// <param name="TopLogprobs">The likeliest tokens at each place, by their text.</param>
/// <param name="TextOffset">Where in the text the token starts, in UTF-16 characters.</param>
public sealed record CompletionLogProbs(
    IReadOnlyList<string> Tokens,
    IReadOnlyList<double> TokenLogprobs,
    IReadOnlyList<IReadOnlyDictionary<string, double>> TopLogprobs,
    IReadOnlyList<int> TextOffset);
