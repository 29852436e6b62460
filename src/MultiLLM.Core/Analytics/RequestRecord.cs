namespace MultiLLM.Core.Analytics;

/// <summary>What is kept of one request, or of an attempt at it that another one took over. Seconds and tokens.</summary>
public sealed record RequestRecord
{
    /// <summary>The <see cref="Dialect"/> of what the service asked for a comparison.</summary>
    public const string ComparisonDialect = "comparison";

    /// <summary>Ascending in the order of writing; 0: not written yet.</summary>
    public long Id { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The same for all attempts at one request.</summary>
    public required string RequestId { get; init; }

    /// <summary>Path asked, or "library" where the product is used without HTTP.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Whose API: "own", "openai", "library", or "comparison".</summary>
    public required string Dialect { get; init; }

    /// <summary>Who asked; null: keys are not in use.</summary>
    public string? Key { get; init; }

    /// <summary>As the caller named it.</summary>
    public required string ModelAsked { get; init; }

    /// <summary>Who answered or failed; null: it never came to a model.</summary>
    public string? ModelUsed { get; init; }

    /// <summary>For example "code", or "embedding"; null: nobody read what the request is about.</summary>
    public string? Task { get; init; }
    public string? Difficulty { get; init; }
    public string? Preference { get; init; }
    public long PromptTokens { get; init; }
    public long CachedTokens { get; init; }
    public long CompletionTokens { get; init; }

    /// <summary>Waited for a slot of the model.</summary>
    public double? QueueSeconds { get; init; }

    /// <summary>Waited for the model's load; 0: it was loaded.</summary>
    public double? LoadSeconds { get; init; }

    /// <summary>From arrival to the first output.</summary>
    public double? TimeToFirstTokenSeconds { get; init; }
    public double? PromptSeconds { get; init; }

    /// <summary>From the first token to the last.</summary>
    public double? DecodeSeconds { get; init; }
    public double? TokensPerSecond { get; init; }

    /// <summary>From arrival to the end.</summary>
    public required double TotalSeconds { get; init; }
    public required RequestOutcome Outcome { get; init; }

    /// <summary>"stop" or "length".</summary>
    public string? FinishReason { get; init; }

    /// <summary>For example "runner_crashed".</summary>
    public string? ErrorCode { get; init; }
    public bool Stream { get; init; }
    public string? ConversationId { get; init; }
    public string? DecisionId { get; init; }

    /// <summary>1: the first.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>What remote servers ask for it, in the currency of the catalog's prices; null: nothing that is counted.</summary>
    public double? Cost { get; init; }

    /// <summary>What the person wrote last, not redacted yet; null: not to be kept.</summary>
    public string? Prompt { get; init; }

    /// <summary>Answers its model wrote at once on average, this one included; null: nothing came of it, or it asked for several answers itself. Not kept.</summary>
    public double? AnswersAtOnce { get; init; }

    /// <summary>Other models at work meanwhile, on average. Not kept.</summary>
    public double OtherModelsAtWork { get; init; }

    /// <summary>It was answered with no text, though nothing kept it from that. Not kept.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>The answer runs in circles. Not kept.</summary>
    public bool RunsInCircles { get; init; }

    /// <summary>Somebody asked for it; what is not of use counts in no figures.</summary>
    public bool IsUse => Dialect != ComparisonDialect;

    /// <summary>Time a model worked on it.</summary>
    public double MachineSeconds => (PromptSeconds ?? 0) + (DecodeSeconds ?? 0);
}
