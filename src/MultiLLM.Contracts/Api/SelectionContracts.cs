using System.Text.Json.Serialization;

namespace MultiLLM.Contracts.Api;

/// <summary>Why a model answered, without the others that were considered.</summary>
public record SelectionSummary
{
    /// <summary>What the caller asked for: "auto" (also "auto:fast" and the like), a model's id or an alias.</summary>
    public required string Requested { get; init; }

    /// <summary>For feedback, and to look the decision up again; null: it is not kept, as for embeddings.</summary>
    public string? DecisionId { get; init; }

    /// <summary>One sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// "chat", "knowledge", "reasoning", "math", "code", "writing", "rewriting", "summarization", "extraction" or "translation"; null: the
    /// request names its model, and nothing was read.
    /// </summary>
    public string? Task { get; init; }

    /// <summary>"low", "medium" or "high".</summary>
    public string? Difficulty { get; init; }

    /// <summary>Chance, 0 to 1, that the task was read rightly.</summary>
    public double? Confidence { get; init; }

    /// <summary>False: too close to call, so that all likely tasks counted.</summary>
    public bool? Sure { get; init; }

    /// <summary>ISO 639-1 of what the person wrote, such as "de"; "und": cannot be told.</summary>
    public string? Language { get; init; }

    /// <summary>What was weighed; null: the request names its model.</summary>
    public PreferenceInfo? Preference { get; init; }

    /// <summary>The model was loaded for this request.</summary>
    public bool LoadedForThis { get; init; }

    /// <summary>Attempts that failed before this answer, first things first; null: none.</summary>
    public IReadOnlyList<FallbackInfo>? Fallbacks { get; init; }

    /// <summary>What became of a small model's draft; null: none was asked for.</summary>
    public CascadeInfo? Cascade { get; init; }

    /// <summary>The conversation this belongs to; to send again, or to look its decisions up.</summary>
    public string? ConversationId { get; init; }
}

/// <param name="DraftModel">The small model that wrote it.</param>
/// <param name="Threshold">A draft below it is not trusted.</param>
/// <param name="Escalated">A better model answers instead of the draft.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Confidence">How sure it was of its words, 0 to 1; null: not judged.</param>
public sealed record CascadeInfo(string DraftModel, double Threshold, bool Escalated, string Reason, double? Confidence = null);

/// <summary>Why this model.</summary>
public sealed record SelectionInfo : SelectionSummary
{
    /// <summary>All candidates, best first, those ruled out last.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<CandidateInfo> Candidates { get; init; }
}

/// <param name="Name">"fast", "balanced", "quality", or "custom" where the request gave weights.</param>
/// <param name="Quality">Weight of quality, 0 to 1.</param>
/// <param name="Speed">Weight of speed, 0 to 1; both sum to 1.</param>
public sealed record PreferenceInfo(string Name, double Quality, double Speed);

/// <param name="ModelId">Who failed.</param>
/// <param name="Reason">Why, one sentence.</param>
public sealed record FallbackInfo(string ModelId, string Reason);

/// <summary>One model that was considered.</summary>
/// <param name="ModelId">Its id.</param>
/// <param name="Score">0 to 1, higher is better; 0 when it was ruled out.</param>
/// <param name="Eligible">False when a hard requirement rules it out.</param>
/// <param name="Reasons">What spoke for or against it.</param>
public sealed record CandidateInfo(string ModelId, double Score, bool Eligible, IReadOnlyList<string> Reasons)
{
    /// <summary>Expected for this task at this difficulty, 0 to 10; null: ruled out before, or named by the request.</summary>
    public double? Quality { get; init; }

    /// <summary>Null as above.</summary>
    public CandidateSeconds? Seconds { get; init; }

    /// <summary>Expected, in the currency of the catalog's prices; absent: it has no price.</summary>
    public decimal? Cost { get; init; }
}

/// <summary>Expected seconds to the full answer, here and now, in parts.</summary>
/// <param name="Total">For this caller: load, queue, prompt and decode.</param>
/// <param name="Load">Until it is loaded; 0: it is.</param>
/// <param name="Queue">Until requests before this one are served.</param>
/// <param name="Prompt">Reading the prompt.</param>
/// <param name="Decode">Writing the answer.</param>
/// <param name="Others">What its load will probably cost others, whose models leave for it; counts in the score, not in the total.</param>
public sealed record CandidateSeconds(double Total, double Load, double Queue, double Prompt, double Decode, double Others);

/// <summary>What was understood of a request.</summary>
public sealed record UnderstoodInfo
{
    /// <summary>The likeliest task.</summary>
    public required string Task { get; init; }

    /// <summary>"low", "medium" or "high".</summary>
    public required string Difficulty { get; init; }

    /// <summary>Chance, 0 to 1, that the task is right.</summary>
    public double Confidence { get; init; }

    /// <summary>False: too close to call, so that all likely tasks count.</summary>
    public bool Sure { get; init; }

    /// <summary>Chance of each task; empty: nothing is known.</summary>
    public required IReadOnlyDictionary<string, double> Tasks { get; init; }

    /// <summary>Chance, 0 to 1, that it is of high difficulty.</summary>
    public double HighDifficulty { get; init; }

    /// <summary>ISO 639-1, such as "de"; "und": cannot be told.</summary>
    public required string Language { get; init; }

    /// <summary>Those of "brings_material", "wants_json", "wants_tools", "wants_brevity", "wants_depth", "dissatisfied" that it shows.</summary>
    public required IReadOnlyList<string> Signs { get; init; }

    /// <summary>Estimated.</summary>
    public int PromptTokens { get; init; }

    /// <summary>To expect.</summary>
    public int AnswerTokens { get; init; }

    /// <summary>The conversation so far; null: it begins here, or nothing of it is remembered.</summary>
    public ConversationInfo? Conversation { get; init; }
}

/// <param name="Id">Of the conversation.</param>
/// <param name="ModelId">Who gave the answer before.</param>
/// <param name="Task">What it was about.</param>
/// <param name="Turns">Answers given so far.</param>
/// <param name="CachedTokens">Tokens that its model may still hold ready.</param>
/// <param name="Moves">How often it changed its model.</param>
public sealed record ConversationInfo(string Id, string ModelId, string Task, int Turns, int CachedTokens, int Moves);

/// <summary>Answer of <c>POST /selection/explain</c>.</summary>
public sealed record ExplainReply
{
    /// <summary>"auto" (also "auto:fast" and the like), or the id or alias that the request names.</summary>
    public required string Requested { get; init; }

    /// <summary>Who would answer; null: no installed model can.</summary>
    public string? ModelId { get; init; }

    /// <summary>One sentence.</summary>
    public required string Reason { get; init; }
    public required UnderstoodInfo Understood { get; init; }
    public required PreferenceInfo Preference { get; init; }

    /// <summary>All installed models as an automatic choice ranks them, best first, those ruled out last.</summary>
    public required IReadOnlyList<CandidateInfo> Candidates { get; init; }
}

/// <summary>One decision that was made.</summary>
public sealed record DecisionInfo : SelectionSummary
{
    public required DateTimeOffset Time { get; init; }
    public required string ModelId { get; init; }

    /// <summary>Time that the model's load took the request.</summary>
    public double LoadSeconds { get; init; }

    /// <summary>Beginning of what the person wrote last; only where the service is configured to keep it.</summary>
    [JsonPropertyOrder(1)]
    public string? Prompt { get; init; }

    /// <summary>The best candidates, at most ten and the chosen one; only where one decision is asked for.</summary>
    [JsonPropertyOrder(2)]
    public IReadOnlyList<CandidateInfo>? Candidates { get; init; }
}

/// <summary>Answer of <c>GET /selection/decisions</c>.</summary>
/// <param name="Decisions">Newest first.</param>
/// <param name="NextBefore">Where the next page begins, as <c>before</c>; null: this was the last.</param>
public sealed record DecisionList(IReadOnlyList<DecisionInfo> Decisions, DateTimeOffset? NextBefore = null);

/// <summary>Body of <c>POST /feedback</c>. A comment that comes along is not stored.</summary>
public sealed record FeedbackRequest
{
    /// <summary>Of the answer: <c>selection.decision_id</c>, or the header <c>x-multillm-decision</c>.</summary>
    public required string DecisionId { get; init; }

    /// <summary>1: good; -1: bad. "up" and "down" are understood too. A second vote on the same answer replaces the first.</summary>
    public required int Rating { get; init; }

    /// <summary>Id or alias of the model that would have answered better.</summary>
    public string? BetterModel { get; init; }
}

/// <summary>Answer of <c>POST /feedback</c>.</summary>
/// <param name="ModelId">Whose expected quality it touched.</param>
/// <param name="Task">At which task.</param>
/// <param name="QualityBefore">0 to 10.</param>
/// <param name="QualityAfter">0 to 10.</param>
public sealed record FeedbackReply(string ModelId, string Task, double QualityBefore, double QualityAfter);
