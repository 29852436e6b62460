using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Comparisons;

/// <summary>What one model made of one prompt. Seconds and tokens.</summary>
public sealed record ComparedAnswer
{
    public string Text { get; init; } = "";
    public long PromptTokens { get; init; }
    public long CachedTokens { get; init; }
    public long CompletionTokens { get; init; }

    /// <summary>Waiting for the model to be loaded; in none of the other times.</summary>
    public double LoadSeconds { get; init; }

    /// <summary>From the moment the model was ready.</summary>
    public double? TimeToFirstTokenSeconds { get; init; }
    public double? PromptSeconds { get; init; }
    public double? DecodeSeconds { get; init; }
    public double? QueueSeconds { get; init; }

    /// <summary>From the first token to the last; null: there are not two.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>From the moment the model was ready to the end of the answer.</summary>
    public double TotalSeconds { get; init; }

    /// <summary>"stop" or "length"; null: it failed.</summary>
    public string? FinishReason { get; init; }
    public Error? Failure { get; init; }

    /// <summary>Against the reference, 0 to 1; null: there is none, or it failed.</summary>
    public double? Quality { get; init; }

    /// <summary>False: others' requests were worked on meanwhile, so that its speed says less.</summary>
    public bool Alone { get; init; } = true;
}
