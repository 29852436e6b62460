using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Comparisons.Votes;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Comparisons;

/// <summary><c>POST /analytics/comparisons/{id}/votes</c> and <c>/ratings</c>, <c>GET /analytics/elo</c></summary>
internal sealed class VotesEndpoint(IComparisons comparisons, ServerLimits limits)
{
    private const string Method =
        "Bradley-Terry strengths fitted to all votes at once, a tie half a win for each, with a normal prior of 200 points around 1000; 400 points are odds of ten "
        + "to one, and the interval holds the true value with 95 % probability.";

    private const int LongestLabel = 8;

    private sealed record Cast(int Prompt, string Winner, IReadOnlyList<string>? Between);

    private sealed record Rated(int Prompt, string Answer, double Rating);

    public async Task VoteAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, ReadVote) is not { } cast)
            return;
        var found = comparisons.Find(ComparisonsEndpoint.IdOf(context));
        var vote = found.IsSuccess ? Understand(found.Value, cast) : found.Error;
        await ComparisonsEndpoint.WriteAsync(
            context, vote.IsSuccess ? await comparisons.VoteAsync(found.Value!.Id, vote.Value, context.RequestAborted) : vote.Error);
    }

    public async Task RateAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, ReadRating) is not { } rated)
            return;
        var found = comparisons.Find(ComparisonsEndpoint.IdOf(context));
        var model = found.IsSuccess ? ModelOf(found.Value, rated.Prompt, rated.Answer, "answer") : found.Error;
        await ComparisonsEndpoint.WriteAsync(
            context, model.IsSuccess ? comparisons.Rate(found.Value!.Id, new AnswerPlace(model.Value, rated.Prompt), rated.Rating) : model.Error);
    }

    public async Task EloAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var task = new QueryFields(context.Request.Query, problem).Choice("task", EnumWords<ModelTask>.All);
        var table = problem.Error is { } wrong ? wrong : await comparisons.EloAsync(task is null ? null : EnumWords<ModelTask>.Find(task), context.RequestAborted);
        if (table.IsSuccess)
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, Reply(task, table.Value), JsonReply.Api.EloReply);
        else
            await ErrorReplies.WriteAsync(context, table.Error);
    }

    private static EloReply Reply(string? task, EloTable table) => new(
        table.Votes, Method,
        [.. table.Ratings.Select(rating => new EloInfo(
            rating.ModelId, Math.Round(rating.Elo, 1), Math.Round(rating.Low, 1), Math.Round(rating.High, 1), rating.Votes, rating.WinShare, rating.TooFew))],
        task,
        table.Ratings.Count == 0 ? "No votes were cast."
        : table.Ratings.Any(rating => rating.TooFew) ? $"Too few votes: models with fewer than {EloTable.FewestVotes} are not in a reliable order." : null);

    private static Result<Cast> ReadVote(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var cast = new Cast(
            Prompt(fields), Required(fields, "winner"),
            TextArray.Read(fields, "between", ComparisonLimits.FewestModels, ComparisonLimits.MostModels, LongestLabel));
        return problem.Error is { } error ? error : cast;
    }

    private static Result<Rated> ReadRating(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var rating = fields.Double("rating", 0, 10);
        if (rating is null)
            fields.Report("rating", "is required");
        var rated = new Rated(Prompt(fields), Required(fields, "answer"), rating ?? 0);
        return problem.Error is { } error ? error : rated;
    }

    private static int Prompt(Fields fields)
    {
        var prompt = fields.Integer("prompt", 0, ComparisonLimits.MostPrompts - 1);
        if (prompt is null)
            fields.Report("prompt", "is required");
        return prompt ?? 0;
    }

    private static string Required(Fields fields, string field)
    {
        var text = fields.Text(field, LongestLabel);
        if (string.IsNullOrWhiteSpace(text))
            fields.Report(field, "is required: the label of an answer, such as \"A\"");
        return text ?? "";
    }

    private static Result<PromptVote> Understand(Comparison comparison, Cast cast)
    {
        var between = new List<int>();
        foreach (var label in cast.Between ?? AnswersOf(comparison, cast.Prompt))
        {
            var model = ModelOf(comparison, cast.Prompt, label, "between");
            if (!model.IsSuccess)
                return model.Error;
            if (between.Contains(model.Value))
                return new Error(ErrorCode.InvalidRequest, $"between names {label} twice.", "between");
            between.Add(model.Value);
        }
        if (cast.Winner is ComparisonDescription.Tie or ComparisonDescription.Skip)
            return new PromptVote(cast.Prompt, cast.Winner == ComparisonDescription.Tie ? VoteKind.Tie : VoteKind.Skip, null, between);
        var winner = ModelOf(comparison, cast.Prompt, cast.Winner, "winner");
        if (!winner.IsSuccess)
            return winner.Error;
        return between.Contains(winner.Value)
            ? new PromptVote(cast.Prompt, VoteKind.Win, winner.Value, between)
            : new Error(ErrorCode.InvalidRequest, $"winner is {cast.Winner}, which is not among those compared.", "winner");
    }

    /// <summary>Labels of all answers that did not fail.</summary>
    private static IReadOnlyList<string> AnswersOf(Comparison comparison, int prompt) =>
    [
        .. Enumerable.Range(0, comparison.Order.Models.Count)
            .Where(place => prompt >= comparison.Shown.Count || comparison.Answers.GetValueOrDefault(new AnswerPlace(comparison.Shown[prompt][place], prompt)) is null or { Failure: null })
            .Select(ComparisonDescription.Label),
    ];

    private static Result<int> ModelOf(Comparison comparison, int prompt, string label, string field)
    {
        if (prompt >= comparison.Order.Prompts.Count)
            return new Error(ErrorCode.InvalidRequest, $"prompt must be a whole number from 0 to {comparison.Order.Prompts.Count - 1}; got {prompt}", "prompt");
        var shown = comparison.Shown[prompt];
        var last = ComparisonDescription.Label(shown.Count - 1);
        return label.Length == 1 && char.ToUpperInvariant(label[0]) - 'A' is var place && place >= 0 && place < shown.Count
            ? shown[place]
            : new Error(ErrorCode.InvalidRequest,
                $"{field} must be the label of an answer, \"A\" to \"{last}\"{(field == "winner" ? ", \"tie\" or \"skip\"" : "")}; got \"{JsonText.Shorten(label)}\"", field);
    }
}
