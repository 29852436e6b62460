using System.Text.Json.Serialization;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Answers;

namespace MultiLLM.Dashboard.Playground.Conversations;

/// <summary>How an answer ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerEnd>))]
public enum AnswerEnd
{
    [JsonStringEnumMemberName("whole")]
    Whole,

    /// <summary>By the person.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>By a failure; what had come is kept.</summary>
    [JsonStringEnumMemberName("broken")]
    Broken,
}

/// <summary>What is known of an answer besides its text.</summary>
public sealed record AnswerFacts
{
    private const int KeptCandidates = 12;
    private const int KeptReasons = 6;

    public AnswerEnd End { get; init; }

    /// <summary>Null: it ended before it was told.</summary>
    public string? ModelId { get; init; }
    public bool Starter { get; init; }
    public string? Notice { get; init; }

    /// <summary>"stop" or "length"; null: it did not end by itself.</summary>
    public string? FinishReason { get; init; }
    public TokenUsage? Tokens { get; init; }
    public ChatTimings? Timings { get; init; }

    /// <summary>From the request's arrival to the end.</summary>
    public double? Seconds { get; init; }
    public SelectionSummary? Choice { get; init; }

    /// <summary>Models that were considered, the best first.</summary>
    [JsonRequired]
    public IReadOnlyList<CandidateInfo> Candidates { get; init; } = [];

    /// <summary>What went wrong; null: nothing.</summary>
    public ChatProblem? Problem { get; init; }

    /// <summary>1: good; -1: bad; 0: nobody said.</summary>
    public int Vote { get; init; }

    [JsonIgnore]
    public bool Automatic => Choice?.Requested.StartsWith(Shared.ModelChoice.Auto, StringComparison.OrdinalIgnoreCase) ?? false;

    public static AnswerFacts Of(ChatReply reply) => new()
    {
        ModelId = reply.ModelId,
        Starter = reply.StarterModel,
        Notice = reply.Notice,
        FinishReason = reply.FinishReason,
        Tokens = reply.Tokens,
        Timings = reply.Timings,
        Seconds = reply.ProcessingTime,
        Choice = Summary(reply.Selection),
        Candidates = Kept(reply.Selection.Candidates),
    };

    /// <summary>Of an answer that did not come to its end: what the service remembers of the choice.</summary>
    public AnswerFacts With(DecisionInfo decision) => this with
    {
        ModelId = decision.ModelId,
        Choice = Summary(decision),
        Candidates = Kept(decision.Candidates ?? []),
    };

    // A copy of the summary alone: what is around it is kept elsewhere, or not at all.
    private static SelectionSummary Summary(SelectionSummary choice) => new()
    {
        Requested = choice.Requested,
        DecisionId = choice.DecisionId,
        Reason = choice.Reason,
        Task = choice.Task,
        Difficulty = choice.Difficulty,
        Confidence = choice.Confidence,
        Sure = choice.Sure,
        Language = choice.Language,
        Preference = choice.Preference,
        LoadedForThis = choice.LoadedForThis,
        Fallbacks = choice.Fallbacks,
        Cascade = choice.Cascade,
    };

    private static IReadOnlyList<CandidateInfo> Kept(IReadOnlyList<CandidateInfo> candidates) =>
        [.. candidates.Take(KeptCandidates).Select(candidate => candidate with { Reasons = [.. candidate.Reasons.Take(KeptReasons)] })];
}
