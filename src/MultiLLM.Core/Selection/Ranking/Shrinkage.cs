namespace MultiLLM.Core.Selection.Ranking;

/// <summary>
/// What votes make of an expected quality. Pure. Quality is taken for the chance of a good answer, and moves on the scale of its odds, so that few votes say
/// as little of a weak model as of a strong one: each pulls by how much it surprises, three of them change the odds by less than a factor of 1.8, and many
/// lead to the share of good ones among them. (The most probable chance for votes that are independent, where its log odds are thought to
/// lie around the catalog's.)
/// </summary>
internal static class Shrinkage
{
    /// <summary>
    /// How far the catalog's log odds are thought to be off, squared. At a quality of 5 one vote then moves as much as it would where the catalog's word weighs
    /// twenty votes.
    /// </summary>
    private const double Variance = 0.19;

    /// <summary>No model is thought to be always right or always wrong.</summary>
    private const double Extreme = 0.001;
    private const int MostSteps = 60;

    /// <param name="prior">Expected quality without votes, 0 to 10.</param>
    /// <param name="weight">Votes, 0 or more.</param>
    /// <param name="share">Of good ones among them, 0 to 1.</param>
    /// <returns>0 to 10.</returns>
    public static double Of(double prior, double weight, double share)
    {
        if (weight <= 0)
            return prior;
        var thought = Math.Clamp(prior / 10, Extreme, 1 - Extreme);
        var start = LogOdds(thought);
        // Rises everywhere, so halving finds where it is 0: between where the prior is and the share would be.
        var (low, high) = (start - (Variance * weight), start + (Variance * weight));
        for (var step = 0; step < MostSteps && high - low > 1e-9; step++)
        {
            var middle = (low + high) / 2;
            if (middle - start - (Variance * weight * (share - Chance(middle))) > 0)
                high = middle;
            else
                low = middle;
        }
        // What the bounds took from the prior is given back, so that good votes never lower it, nor bad ones raise it.
        return Math.Clamp((10 * (Chance((low + high) / 2) - thought)) + prior, 0, 10);
    }

    private static double LogOdds(double chance) => Math.Log(chance / (1 - chance));

    private static double Chance(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
