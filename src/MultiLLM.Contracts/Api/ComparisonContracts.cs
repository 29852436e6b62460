namespace MultiLLM.Contracts.Api;

/// <summary>Body of <c>POST /analytics/comparisons</c>.</summary>
public sealed record ComparisonRequest
{
    /// <summary>2 to 8 ids or aliases of models that write text.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>1 to 100. A prompt may also be sent as a string.</summary>
    public required IReadOnlyList<ComparisonPrompt> Prompts { get; init; }

    /// <summary>Instructions before each prompt.</summary>
    public string? SystemPrompt { get; init; }
    public float? Temperature { get; init; }
    public float? TopP { get; init; }
    public int? TopK { get; init; }
    public float? MinP { get; init; }
    public long? Seed { get; init; }

    /// <summary>Of one answer; null: 256.</summary>
    public int? MaxTokens { get; init; }
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>How answers are held against references: "token_f1" (where nothing is said), "rouge_l", "exact", "contains" or "regex".</summary>
    public string? Check { get; init; }

    /// <summary>Tell nobody who gave which answer before a vote is cast on it.</summary>
    public bool? Blind { get; init; }
}

/// <param name="Text">What is asked.</param>
/// <param name="Reference">A right answer, or a pattern; null: there is none.</param>
/// <param name="Task">What it is about, such as "code"; null: it is read.</param>
public sealed record ComparisonPrompt(string Text, string? Reference = null, string? Task = null);

/// <summary>How a comparison stands. Seconds and tokens.</summary>
public sealed record ComparisonInfo
{
    public required string Id { get; init; }

    /// <summary>"queued", "running", "done" or "cancelled".</summary>
    public required string State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Answers that are there, or that failed.</summary>
    public required int Answered { get; init; }

    /// <summary>Answers in all.</summary>
    public required int Total { get; init; }

    /// <summary>Why it does not go on just now; null: it does.</summary>
    public string? Waiting { get; init; }

    /// <summary>Answers that were begun and given up, because somebody's request needed the place.</summary>
    public int GivenUp { get; init; }
    public bool Blind { get; init; }

    /// <summary>Ids, as they were listed.</summary>
    public required IReadOnlyList<string> Models { get; init; }
    public int MaxTokens { get; init; }

    /// <summary>How quality was judged; null: there are no references.</summary>
    public string? Check { get; init; }

    /// <summary>Null in lists.</summary>
    public IReadOnlyList<ComparedPromptInfo>? Prompts { get; init; }

    /// <summary>Each model's figures, in the order they were listed; null in lists, and as long as something is hidden.</summary>
    public IReadOnlyList<ComparedModelInfo>? Figures { get; init; }

    /// <summary>How alike models answered; null as above.</summary>
    public AgreementInfo? Agreement { get; init; }
}

public sealed record ComparedPromptInfo
{
    public required string Text { get; init; }
    public string? Reference { get; init; }

    /// <summary>What it was read as, or said to be.</summary>
    public required string Task { get; init; }

    /// <summary>What a vote said: the label of the best answer, "tie" or "skip"; null: none was cast.</summary>
    public string? Vote { get; init; }

    /// <summary>In the order of the models, or of lots where it is blind; then none before all are there.</summary>
    public required IReadOnlyList<ComparedAnswerInfo> Answers { get; init; }
}

/// <summary>One answer. Where it is blind and no vote was cast, label and text only.</summary>
public sealed record ComparedAnswerInfo
{
    /// <summary>"A", "B", …: for votes.</summary>
    public required string Label { get; init; }
    public string? ModelId { get; init; }
    public required string Text { get; init; }
    public long? PromptTokens { get; init; }
    public long? CompletionTokens { get; init; }

    /// <summary>Waiting for the model's load; in none of the other times.</summary>
    public double? LoadSeconds { get; init; }
    public double? TimeToFirstTokenSeconds { get; init; }
    public double? TokensPerSecond { get; init; }
    public double? TotalSeconds { get; init; }

    /// <summary>"stop" or "length".</summary>
    public string? FinishReason { get; init; }

    /// <summary>Against the reference, 0 to 1.</summary>
    public double? Quality { get; init; }

    /// <summary>By a person, 0 to 10.</summary>
    public double? Rating { get; init; }

    /// <summary>False: other requests were worked on meanwhile, so its speed says less.</summary>
    public bool? Alone { get; init; }

    /// <summary>Why there is no answer, or not the whole of it.</summary>
    public ErrorInfo? Error { get; init; }
}

/// <summary>One model's answers together; means are of answers that did not fail.</summary>
public sealed record ComparedModelInfo
{
    public required string ModelId { get; init; }
    public int Answered { get; init; }
    public int Failed { get; init; }
    public double? CompletionTokens { get; init; }
    public double? TimeToFirstTokenSeconds { get; init; }
    public double? TokensPerSecond { get; init; }
    public double? TotalSeconds { get; init; }

    /// <summary>In all.</summary>
    public double LoadSeconds { get; init; }

    /// <summary>Against the references, 0 to 1.</summary>
    public double? Quality { get; init; }

    /// <summary>By people, 0 to 10.</summary>
    public double? Rating { get; init; }
    public int Wins { get; init; }
    public int Losses { get; init; }
    public int Ties { get; init; }
}

/// <param name="Measure">"token_f1": words in common, whatever their order; 0 nothing, 1 the same words.</param>
/// <param name="Pairs">Means over the prompts that both answered.</param>
public sealed record AgreementInfo(string Measure, IReadOnlyList<AgreementPair> Pairs);

/// <param name="ModelA">One.</param>
/// <param name="ModelB">Another.</param>
/// <param name="Value">0 to 1; null: there is no prompt that both answered.</param>
public sealed record AgreementPair(string ModelA, string ModelB, double? Value = null);

/// <summary>Answer of <c>GET /analytics/comparisons</c>.</summary>
/// <param name="Comparisons">Newest first, without prompts and answers.</param>
public sealed record ComparisonList(IReadOnlyList<ComparisonInfo> Comparisons);

/// <summary>One event of <c>GET /analytics/comparisons/{id}?follow=true</c>: how it stands without its answers, or at the end the whole.</summary>
public sealed record ComparisonEvent
{
    public ComparisonInfo? Progress { get; init; }
    public ComparisonInfo? Result { get; init; }

    /// <summary>It was forgotten meanwhile, or the service stops.</summary>
    public ErrorInfo? Error { get; init; }
}

/// <summary>Body of <c>POST /analytics/comparisons/{id}/votes</c>.</summary>
public sealed record ComparisonVote
{
    /// <summary>From 0.</summary>
    public required int Prompt { get; init; }

    /// <summary>The label of the best answer, "tie", or "skip" to see who wrote what without a vote.</summary>
    public required string Winner { get; init; }

    /// <summary>Labels of the answers that are compared; null: all.</summary>
    public IReadOnlyList<string>? Between { get; init; }
}

/// <summary>Body of <c>POST /analytics/comparisons/{id}/ratings</c>.</summary>
/// <param name="Prompt">From 0.</param>
/// <param name="Answer">Its label.</param>
/// <param name="Rating">0 to 10.</param>
public sealed record ComparisonRating(int Prompt, string Answer, double Rating);

/// <summary>Answer of <c>GET /analytics/elo</c>.</summary>
/// <param name="Votes">On pairs of models.</param>
/// <param name="Method">How the ratings come about, one sentence.</param>
/// <param name="Ratings">The best first.</param>
/// <param name="Task">Whose votes; null: those on all tasks.</param>
/// <param name="Notice">What to know about them, such as that there are too few votes.</param>
public sealed record EloReply(long Votes, string Method, IReadOnlyList<EloInfo> Ratings, string? Task = null, string? Notice = null);

/// <param name="ModelId">Whose.</param>
/// <param name="Elo">1000 is the middle; 400 more are odds of ten to one.</param>
/// <param name="Low">With 95 % probability it is not below.</param>
/// <param name="High">With 95 % probability it is not above.</param>
/// <param name="Votes">That it had a part in.</param>
/// <param name="WinShare">Of them, a tie half; 0 to 1.</param>
/// <param name="TooFewVotes">To order models by.</param>
public sealed record EloInfo(string ModelId, double Elo, double Low, double High, long Votes, double WinShare, bool TooFewVotes);
