using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>Makes a request's records of its answers' figures. Pure.</summary>
internal static class RequestRecords
{
    /// <summary>One for each attempt that was given up, then the request's own.</summary>
    /// <param name="origin">The request.</param>
    /// <param name="asked">Model as the caller named it.</param>
    /// <param name="answers">At least one.</param>
    /// <param name="totalSeconds">From its arrival.</param>
    /// <param name="prompt">What of its text is kept; null: nothing.</param>
    /// <param name="conversation">As the request named it; counts where no decision tells more.</param>
    public static IEnumerable<RequestRecord> Of(
        RequestOrigin origin, string asked, IReadOnlyList<AnswerFigures> answers, double totalSeconds, string? prompt, string? conversation = null)
    {
        var decision = answers.Select(answer => answer.Decision).FirstOrDefault(known => known is not null);
        var reading = answers.Select(answer => answer.Reading).FirstOrDefault(known => known is not null);
        var fallbacks = answers.SelectMany(answer => answer.Fallbacks).ToList();
        for (var i = 0; i < fallbacks.Count; i++)
            yield return Superseded(origin, asked, decision, reading, fallbacks[i], i + 1);
        var final = Final(origin, asked, decision, answers, totalSeconds) with { Attempt = fallbacks.Count + 1, Prompt = prompt };
        yield return final with { ConversationId = final.ConversationId ?? Conversation(conversation) };
    }

    /// <summary>As above, where the decision is known apart from the figures.</summary>
    public static IEnumerable<RequestRecord> Of(RequestOrigin origin, string asked, AnswerFigures answer, SelectionDecision? decision, double totalSeconds)
    {
        var (reading, fallbacks) = (decision?.Reading, decision?.Fallbacks ?? answer.Fallbacks);
        for (var i = 0; i < fallbacks.Count; i++)
            yield return Superseded(origin, asked, decision, reading, fallbacks[i], i + 1);
        yield return Final(origin, asked, decision, [answer], totalSeconds) with { Attempt = fallbacks.Count + 1 };
    }

    private static RequestRecord Superseded(RequestOrigin origin, string asked, SelectionDecision? decision, TaskReading? reading, FailedAttempt failed, int attempt) =>
        Common(origin, asked, decision, reading, RequestOutcome.Superseded, totalSeconds: 0) with
        {
            ModelUsed = failed.ModelId,
            ErrorCode = Word(failed.Code),
            Attempt = attempt,
        };

    /// <summary>Of several answers the slowest counts, since the request waits for it; their tokens add up, a shared prompt's once.</summary>
    private static RequestRecord Final(RequestOrigin origin, string asked, SelectionDecision? decision, IReadOnlyList<AnswerFigures> answers, double totalSeconds)
    {
        var worst = answers.MaxBy(Weight)!;
        var prompts = answers.Where(answer => answer.CountsPrompt).ToList();
        var decode = answers.Max(answer => answer.DecodeSeconds);
        var intervals = answers.Sum(answer => Math.Max(0, answer.CompletionTokens - 1)); // decoding is timed from the first token on
        return Common(origin, asked, decision, answers.Select(answer => answer.Reading).FirstOrDefault(known => known is not null), worst.Outcome, totalSeconds) with
        {
            ModelUsed = decision?.Model.Id ?? worst.FailedModel,
            PromptTokens = prompts.Sum(answer => answer.PromptTokens),
            CachedTokens = prompts.Sum(answer => answer.CachedTokens),
            CompletionTokens = answers.Sum(answer => answer.CompletionTokens),
            QueueSeconds = answers.Max(answer => answer.QueueSeconds),
            LoadSeconds = decision?.LoadWait.TotalSeconds,
            TimeToFirstTokenSeconds = answers.Min(answer => answer.FirstOutput)?.TotalSeconds,
            PromptSeconds = answers.Max(answer => answer.PromptSeconds),
            DecodeSeconds = decode,
            TokensPerSecond = intervals > 0 && decode > 0 ? intervals / decode : null,
            FinishReason = answers.Select(answer => answer.Finished).FirstOrDefault(end => end is not null)?.Reason switch
            {
                null => null,
                Contracts.Runner.FinishReason.Length => "length",
                _ => "stop",
            },
            Cost = (double?)answers.Sum(answer => answer.Cost) is > 0 and var cost ? cost : null,
            ErrorCode = Word(worst.Error),
            AnswersAtOnce = answers is [{ Beside.Answers: var alone }] ? alone : null,
            OtherModelsAtWork = answers.Max(answer => answer.Beside?.OtherModels ?? 0),
            IsEmpty = answers.Any(answer => answer.IsEmpty),
            RunsInCircles = answers.Any(answer => answer.RunsInCircles),
        };
    }

    private static RequestRecord Common(RequestOrigin origin, string asked, SelectionDecision? decision, TaskReading? reading, RequestOutcome outcome, double totalSeconds) => new()
    {
        Time = origin.Time,
        RequestId = origin.RequestId,
        Endpoint = origin.Endpoint,
        Dialect = origin.Dialect,
        Key = origin.Caller.KeyId,
        ModelAsked = KeySecret.Redact(asked), // whoever mixes the fields up
        Task = reading is null ? null : EnumWords<ModelTask>.Of(reading.Task),
        Difficulty = reading is null ? null : EnumWords<Difficulty>.Of(reading.Difficulty),
        Preference = decision?.Preference?.Name,
        TotalSeconds = totalSeconds,
        Outcome = outcome,
        Stream = origin.Stream,
        ConversationId = Conversation(decision?.ConversationId),
        DecisionId = decision?.Id is { Length: > 0 } id ? id : null,
    };

    private static string? Conversation(string? id) => id is { Length: > 0 } named ? KeySecret.Redact(named) : null;

    // The others of an answer that failed were cancelled because of it.
    private static int Weight(AnswerFigures answer) => answer.Outcome switch
    {
        RequestOutcome.Failed => 3,
        RequestOutcome.Refused => 2,
        RequestOutcome.Cancelled => 1,
        _ => 0,
    };

    public static string? Word(ErrorCode? code) => code is { } known ? EnumWords<ErrorCode>.Of(known) : null;
}
