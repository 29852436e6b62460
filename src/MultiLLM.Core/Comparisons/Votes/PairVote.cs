using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Comparisons.Votes;

/// <summary>What a vote says of two models, as it is kept: without the question or the answers.</summary>
/// <param name="ModelA">The first by name.</param>
/// <param name="ModelB">The other.</param>
/// <param name="Task">What it was about.</param>
/// <param name="Score">Of A: 1 it is better, 0 it is worse, 0.5 neither.</param>
/// <param name="Blind">Who voted did not know the models.</param>
/// <param name="At">When.</param>
internal sealed record PairVote(string ModelA, string ModelB, ModelTask Task, double Score, bool Blind, DateTimeOffset At)
{
    public string? Winner => Score switch { 1 => ModelA, 0 => ModelB, _ => null };
    public string? Loser => Score switch { 1 => ModelB, 0 => ModelA, _ => null };
}

/// <summary>All votes on two models together.</summary>
/// <param name="ModelA">The first by name.</param>
/// <param name="ModelB">The other.</param>
/// <param name="Score">Of A, added up.</param>
/// <param name="Votes">How many.</param>
internal readonly record struct PairTally(string ModelA, string ModelB, double Score, long Votes);

/// <summary>A vote on several answers as votes on pairs: the best one against each other one; of a tie each against each.</summary>
internal static class VotePairs
{
    public static IReadOnlyList<PairVote> Of(Comparison comparison, PromptVote vote, DateTimeOffset now)
    {
        if (vote.Kind == VoteKind.Skip)
            return [];
        var pairs = new List<PairVote>();
        for (var i = 0; i < vote.Between.Count; i++)
        {
            for (var j = i + 1; j < vote.Between.Count; j++)
            {
                var (one, other) = (vote.Between[i], vote.Between[j]);
                if (vote.Kind == VoteKind.Tie || one == vote.Winner || other == vote.Winner)
                    pairs.Add(Pair(one, other));
            }
        }
        return pairs;

        PairVote Pair(int one, int other)
        {
            var (a, b) = (Id(one), Id(other));
            if (string.CompareOrdinal(a, b) > 0)
                (a, b, one) = (b, a, other);
            return new PairVote(a, b, comparison.Tasks[vote.Prompt], vote.Winner is { } best ? (best == one ? 1 : 0) : 0.5, comparison.Order.Blind, now);
        }

        string Id(int model) => comparison.Order.Models[model].Model.Id;
    }
}
