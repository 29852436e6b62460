using CsCheck;
using MultiLLM.Core.Comparisons.Votes;

namespace MultiLLM.Tests.Comparisons;

public sealed class EloTableTests
{
    private static readonly string[] s_models = ["a", "b", "c", "d"];

    private static readonly Gen<PairTally> s_tally =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[1, 30], Gen.Double[0, 1]).Select((one, step, votes, share) =>
        {
            var (a, b) = (Math.Min(one, (one + step) % 4), Math.Max(one, (one + step) % 4));
            return new PairTally(s_models[a], s_models[b], Math.Round(share * votes * 2) / 2, votes);
        });

    [Fact]
    public void Of_NoVotes_IsEmpty() => Assert.Equal((0, 0L), (EloTable.Of([]).Ratings.Count, EloTable.Of([]).Votes));

    [Fact]
    public void Of_OneVote_PutsTheWinnerAheadAndSaysThatItIsTooFew()
    {
        var table = EloTable.Of([new PairTally("a", "b", 1, 1)]);

        Assert.Equal(["a", "b"], table.Ratings.Select(rating => rating.ModelId));
        Assert.All(table.Ratings, rating => Assert.True(rating.TooFew && rating.Low < 1000 && rating.High > 1000, $"{rating}"));
    }

    [Fact]
    public void Of_TiesOnly_LeavesAllInTheMiddle() =>
        Assert.All(EloTable.Of([new PairTally("a", "b", 10, 20)]).Ratings, rating => Assert.Equal((1000, false), (Math.Round(rating.Elo, 6), rating.TooFew)));

    [Fact]
    public void Of_ManyVotesOfKnownStrengths_FindsThemWithinItsIntervals()
    {
        double[] strengths = [300, 100, -100, -300];
        var random = new Random(5);
        var (inside, all) = (0, 0);
        for (var round = 0; round < 100; round++)
        {
            var tallies = new List<PairTally>();
            for (var a = 0; a < 4; a++)
            {
                for (var b = a + 1; b < 4; b++)
                {
                    var chance = 1 / (1 + Math.Pow(10, (strengths[b] - strengths[a]) / 400));
                    tallies.Add(new PairTally(s_models[a], s_models[b], Enumerable.Range(0, 40).Count(_ => random.NextDouble() < chance), 40));
                }
            }
            var table = EloTable.Of(tallies);
            Assert.Equal(s_models, table.Ratings.Select(rating => rating.ModelId));
            foreach (var rating in table.Ratings)
            {
                all++;
                if (Math.Abs(1000 + strengths[Array.IndexOf(s_models, rating.ModelId)] - rating.Elo) <= rating.High - rating.Elo)
                    inside++;
            }
        }
        Assert.InRange((double)inside / all, 0.9, 1); // stated: 95 %
    }

    [Fact]
    public void Of_AnyVotes_IsFiniteCentredAndOneMoreWinNeverLowersTheWinner() =>
        s_tally.Array[1, 8].Sample(tallies =>
        {
            var before = EloTable.Of(tallies).Ratings;
            Assert.Equal(1000, before.Average(rating => rating.Elo), 1e-3);
            Assert.All(before, rating => Assert.True(double.IsFinite(rating.Low) && rating.Low < rating.Elo && rating.Elo < rating.High, $"{rating}"));

            var first = tallies[0];
            var after = EloTable.Of([.. tallies, first with { Score = 1, Votes = 1 }]).Ratings;
            Assert.True(Of(after, first.ModelA) > Of(before, first.ModelA) && Of(after, first.ModelB) < Of(before, first.ModelB));
        });

    private static double Of(IReadOnlyList<EloRating> ratings, string model) => ratings.Single(rating => rating.ModelId == model).Elo;
}
