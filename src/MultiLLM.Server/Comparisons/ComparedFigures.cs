using MultiLLM.Contracts.Api;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Comparisons.Votes;

namespace MultiLLM.Server.Comparisons;

/// <summary>One model's answers together.</summary>
internal static class ComparedFigures
{
    public static ComparedModelInfo Of(Comparison comparison, int model)
    {
        var all = comparison.Answers.Where(answer => answer.Key.Model == model).Select(answer => answer.Value).ToList();
        var good = all.FindAll(answer => answer.Failure is null);
        var votes = comparison.Votes.Values.Where(vote => vote.Between.Contains(model)).ToList();
        return new ComparedModelInfo
        {
            ModelId = comparison.Order.Models[model].Model.Id,
            Answered = good.Count,
            Failed = all.Count - good.Count,
            CompletionTokens = Mean(good.Select(answer => (double?)answer.CompletionTokens)),
            TimeToFirstTokenSeconds = Mean(good.Select(answer => answer.TimeToFirstTokenSeconds)),
            TokensPerSecond = Mean(good.Select(answer => answer.TokensPerSecond)),
            TotalSeconds = Mean(good.Select(answer => (double?)answer.TotalSeconds)),
            LoadSeconds = all.Sum(answer => answer.LoadSeconds),
            Quality = Mean(good.Select(answer => answer.Quality)),
            Rating = Mean(comparison.Ratings.Where(rating => rating.Key.Model == model).Select(rating => (double?)rating.Value)),
            Wins = votes.Count(vote => vote.Winner == model),
            Losses = votes.Count(vote => vote.Kind == VoteKind.Win && vote.Winner != model),
            Ties = votes.Count(vote => vote.Kind == VoteKind.Tie),
        };
    }

    private static double? Mean(IEnumerable<double?> values) => values.Average();
}
