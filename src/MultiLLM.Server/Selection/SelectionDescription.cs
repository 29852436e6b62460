using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Server.Selection;

/// <summary>Decisions and rankings as the API tells them.</summary>
internal static class SelectionDescription
{
    private const int Decimals = 4;

    /// <param name="requested">What the caller asked for, where no decision is known.</param>
    /// <param name="decision">Null: not known.</param>
    public static SelectionInfo Of(string requested, SelectionDecision? decision) =>
        decision is null
            ? new SelectionInfo { Requested = requested, Reason = "", Candidates = [] }
            : With(new SelectionInfo { Requested = decision.Requested, Reason = decision.Reason, Candidates = Of(decision.Candidates) }, decision);

    public static DecisionInfo Of(RecordedDecision recorded, bool withCandidates)
    {
        var decision = recorded.Decision;
        var info = new DecisionInfo
        {
            Time = recorded.At,
            ModelId = decision.Model.Id,
            LoadSeconds = decision.LoadWait.TotalSeconds,
            Prompt = recorded.Prompt,
            Requested = decision.Requested,
            Reason = decision.Reason,
            Candidates = withCandidates ? Of(decision.Candidates) : null,
        };
        return With(info, decision, recorded.Reading.Confidence > 0 ? recorded.Reading : null);
    }

    /// <summary>Fills in what all kinds of summaries tell.</summary>
    /// <param name="info">Gets it.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="reading">What the request was read as, where the decision does not say; null: not known.</param>
    public static T With<T>(T info, SelectionDecision decision, TaskReading? reading = null) where T : SelectionSummary
    {
        SelectionSummary summary = info;
        reading = decision.Reading ?? reading;
        return (T)(summary with
        {
            DecisionId = IdOf(decision),
            Task = reading is null ? null : EnumWords<ModelTask>.Of(reading.Task),
            Difficulty = reading is null ? null : EnumWords<Difficulty>.Of(reading.Difficulty),
            Confidence = reading is null ? null : Round(reading.Confidence),
            Sure = reading?.IsSure,
            Language = reading is null ? null : decision.Signs.Language,
            Preference = decision.Preference is { } preference ? Of(preference) : null,
            LoadedForThis = decision.LoadedForThis,
            Fallbacks = decision.Fallbacks.Count == 0 ? null : [.. decision.Fallbacks.Select(attempt => new FallbackInfo(attempt.ModelId, attempt.Reason))],
            Cascade = decision.Cascade is not { } cascade ? null : new CascadeInfo(
                cascade.DraftModel, cascade.Threshold, cascade.Escalated, cascade.Reason, cascade.Confidence is { } sure ? Round(sure) : null),
            ConversationId = decision.ConversationId,
        });
    }

    /// <summary>Null: the decision is not kept, so that nobody could look it up.</summary>
    public static string? IdOf(SelectionDecision decision) => decision.Model.Kind == ModelKind.Embedding || decision.Id.Length == 0 ? null : decision.Id;

    public static IReadOnlyList<CandidateInfo> Of(IEnumerable<RankedCandidate> candidates) => [.. candidates.Select(Of)];

    public static CandidateInfo Of(RankedCandidate candidate) => new(candidate.Model.Id, Round(candidate.Score), candidate.Eligible, candidate.Reasons)
    {
        Quality = candidate.Parts is { } parts ? Math.Round(parts.Quality, 2) : null,
        Seconds = candidate.Parts is { } seconds ? Of(seconds) : null,
        Cost = candidate.Parts?.Cost,
    };

    private static CandidateSeconds Of(CandidateParts parts) => new(
        Round(parts.TotalSeconds), Round(parts.LoadSeconds), Round(parts.QueueSeconds), Round(parts.PromptSeconds), Round(parts.DecodeSeconds), Round(parts.OthersSeconds));

    public static PreferenceInfo Of(Preference preference) => new(preference.Name, Round(preference.QualityWeight), Round(1 - preference.QualityWeight));

    public static UnderstoodInfo Understood(Advice advice) => new()
    {
        Task = EnumWords<ModelTask>.Of(advice.Reading.Task),
        Difficulty = EnumWords<Difficulty>.Of(advice.Reading.Difficulty),
        Confidence = Round(advice.Reading.Confidence),
        Sure = advice.Reading.IsSure,
        Tasks = advice.Reading.Chances.Select((chance, task) => ((ModelTask)task, Chance: Round(chance))).Where(pair => pair.Chance > 0)
            .OrderByDescending(pair => pair.Chance).ToDictionary(pair => EnumWords<ModelTask>.Of(pair.Item1), pair => pair.Chance),
        HighDifficulty = Round(advice.Reading.HighChance),
        Language = advice.Signs.Language,
        Signs = [.. Signs(advice.Signs)],
        PromptTokens = advice.PromptTokens,
        AnswerTokens = advice.AnswerTokens,
        Conversation = advice.Conversation is not { } before ? null : new ConversationInfo(
            before.Id, before.ModelId, EnumWords<ModelTask>.Of(before.Task), before.Turns, before.CachedTokens, before.Moves),
    };

    private static IEnumerable<string> Signs(RequestSigns signs)
    {
        if (signs.BringsMaterial)
            yield return "brings_material";
        if (signs.WantsJson)
            yield return "wants_json";
        if (signs.WantsTools)
            yield return "wants_tools";
        if (signs.WantsBrevity)
            yield return "wants_brevity";
        if (signs.WantsDepth)
            yield return "wants_depth";
        if (signs.IsDissatisfied)
            yield return "dissatisfied";
    }

    /// <summary>Estimates: more digits would only look exact.</summary>
    private static double Round(double number) => Math.Round(number, Decimals);
}
