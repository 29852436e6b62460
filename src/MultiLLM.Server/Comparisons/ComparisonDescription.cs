using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Comparisons.Measures;
using MultiLLM.Core.Comparisons.Votes;
using MultiLLM.Server.Errors;

namespace MultiLLM.Server.Comparisons;

/// <summary>A comparison as its readers may see it: what is blind stays hidden.</summary>
internal static class ComparisonDescription
{
    public const string Tie = "tie";
    public const string Skip = "skip";

    public static string Label(int shown) => ((char)('A' + shown)).ToString();

    /// <summary>Without prompts and answers.</summary>
    public static ComparisonInfo Brief(Comparison comparison) => new()
    {
        Id = comparison.Id,
        State = EnumWords<ComparisonState>.Of(comparison.State),
        CreatedAt = comparison.CreatedAt,
        StartedAt = comparison.StartedAt,
        EndedAt = comparison.EndedAt,
        Answered = comparison.Answers.Count,
        Total = comparison.Total,
        Waiting = comparison.Waiting,
        GivenUp = comparison.GivenUp,
        Blind = comparison.Order.Blind,
        Models = [.. comparison.Order.Models.Select(model => model.Model.Id)],
        MaxTokens = comparison.Order.Options.MaxOutputTokens ?? 0,
        Check = comparison.Order.Check is { } check ? EnumWords<AnswerCheck>.Of(check) : null,
    };

    public static ComparisonInfo Whole(Comparison comparison) => Brief(comparison) with
    {
        Prompts = [.. Enumerable.Range(0, comparison.Order.Prompts.Count).Select(prompt => Prompt(comparison, prompt))],
        Figures = comparison.IsAllOpen ? [.. Enumerable.Range(0, comparison.Order.Models.Count).Select(model => ComparedFigures.Of(comparison, model))] : null,
        Agreement = comparison.IsAllOpen ? new AgreementInfo(Core.Comparisons.Measures.Agreement.Measure, [.. Pairs(comparison)]) : null,
    };

    private static ComparedPromptInfo Prompt(Comparison comparison, int prompt)
    {
        var asked = comparison.Order.Prompts[prompt];
        var vote = comparison.Votes.GetValueOrDefault(prompt);
        // Models answer one after another, so that who is there first would tell who it is.
        var isShown = !comparison.Order.Blind || comparison.IsAnswered(prompt);
        return new ComparedPromptInfo
        {
            Text = asked.Text,
            Reference = asked.Reference,
            Task = EnumWords<ModelTask>.Of(comparison.Tasks[prompt]),
            Vote = vote is null ? null : WordOf(comparison, vote),
            Answers = isShown ? [.. Answers(comparison, prompt)] : [],
        };
    }

    private static IEnumerable<ComparedAnswerInfo> Answers(Comparison comparison, int prompt)
    {
        var shown = comparison.Shown[prompt];
        for (var place = 0; place < shown.Count; place++)
        {
            var at = new AnswerPlace(shown[place], prompt);
            if (comparison.Answers.TryGetValue(at, out var answer))
                yield return comparison.IsOpen(prompt) ? Open(comparison, at, answer, Label(place)) : Hidden(answer, Label(place));
        }
    }

    private static ComparedAnswerInfo Hidden(ComparedAnswer answer, string label) =>
        new() { Label = label, Text = answer.Text, Error = answer.Failure is null ? null : new ErrorInfo("failed", "This model did not answer.") };

    private static ComparedAnswerInfo Open(Comparison comparison, AnswerPlace at, ComparedAnswer answer, string label) => new()
    {
        Label = label,
        ModelId = comparison.Order.Models[at.Model].Model.Id,
        Text = answer.Text,
        PromptTokens = answer.PromptTokens,
        CompletionTokens = answer.CompletionTokens,
        LoadSeconds = answer.LoadSeconds,
        TimeToFirstTokenSeconds = answer.TimeToFirstTokenSeconds,
        TokensPerSecond = answer.TokensPerSecond,
        TotalSeconds = answer.TotalSeconds,
        FinishReason = answer.FinishReason,
        Quality = answer.Quality,
        Rating = comparison.Ratings.TryGetValue(at, out var rating) ? rating : null,
        Alone = answer.Alone,
        Error = answer.Failure is { } failure ? ErrorReplies.OwnEnvelope(ErrorTable.Of(failure.Code), failure).Error : null,
    };

    private static string WordOf(Comparison comparison, PromptVote vote) => vote.Kind switch
    {
        VoteKind.Tie => Tie,
        VoteKind.Skip => Skip,
        _ => Label(comparison.Shown[vote.Prompt].Index().First(shown => shown.Item == vote.Winner).Index),
    };

    private static IEnumerable<AgreementPair> Pairs(Comparison comparison)
    {
        var models = comparison.Order.Models;
        for (var one = 0; one < models.Count; one++)
        {
            for (var other = one + 1; other < models.Count; other++)
                yield return new AgreementPair(models[one].Model.Id, models[other].Model.Id, Core.Comparisons.Measures.Agreement.Of(comparison, one, other));
        }
    }
}
