namespace MultiLLM.Core.Comparisons.Votes;

/// <summary>What votes come to, the best model first.</summary>
/// <param name="Ratings">Of each model that was voted on.</param>
/// <param name="Votes">On pairs of models.</param>
public sealed record EloTable(IReadOnlyList<EloRating> Ratings, long Votes)
{
    /// <summary>Where a model stands that is as good as the others.</summary>
    public const double Middle = 1000;

    /// <summary>Fewer votes on a model than this order nothing.</summary>
    public const int FewestVotes = 10;

    /// <summary>Four hundred points are odds of ten to one.</summary>
    private static readonly double s_pointsPerLogOdds = 400 / Math.Log(10);

    /// <summary>95 % of a normal distribution.</summary>
    private const double Interval = 1.96;

    internal static EloTable Of(IReadOnlyList<PairTally> tallies)
    {
        string[] models = [.. tallies.SelectMany(tally => (string[])[tally.ModelA, tally.ModelB]).Distinct().Order(StringComparer.Ordinal)];
        var places = models.Index().ToDictionary(model => model.Item, model => model.Index, StringComparer.Ordinal);
        var fits = BradleyTerry.Of(models.Length, [.. tallies.Select(tally => (places[tally.ModelA], places[tally.ModelB], tally.Score, (double)tally.Votes))]);
        return new EloTable(
            [.. models.Select((model, place) => Rating(model, fits[place], tallies)).OrderByDescending(rating => rating.Elo).ThenBy(rating => rating.ModelId, StringComparer.Ordinal)],
            tallies.Sum(tally => tally.Votes));
    }

    private static EloRating Rating(string model, BradleyTerry.Fit fit, IReadOnlyList<PairTally> tallies)
    {
        var votes = tallies.Sum(tally => tally.ModelA == model || tally.ModelB == model ? tally.Votes : 0);
        var score = tallies.Sum(tally => tally.ModelA == model ? tally.Score : tally.ModelB == model ? tally.Votes - tally.Score : 0);
        var (elo, reach) = (Middle + (fit.Strength * s_pointsPerLogOdds), Interval * fit.Deviation * s_pointsPerLogOdds);
        return new EloRating(model, elo, elo - reach, elo + reach, votes, score / votes, votes < FewestVotes);
    }
}

/// <param name="ModelId">Whose.</param>
/// <param name="Elo">1000 is the middle; 400 more are odds of ten to one.</param>
/// <param name="Low">With 95 % probability it is not below.</param>
/// <param name="High">With 95 % probability it is not above.</param>
/// <param name="Votes">That it had a part in.</param>
/// <param name="WinShare">Of them, a tie half; 0 to 1.</param>
/// <param name="TooFew">The votes are too few to order models by them.</param>
public sealed record EloRating(string ModelId, double Elo, double Low, double High, long Votes, double WinShare, bool TooFew);
