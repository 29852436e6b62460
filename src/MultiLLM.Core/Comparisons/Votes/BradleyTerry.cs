namespace MultiLLM.Core.Comparisons.Votes;

/// <summary>
/// Strengths that explain the votes best: the model of Bradley and Terry, where i is preferred to j with probability 1 / (1 + e^(s_j - s_i)) and a tie counts
/// as half a win for each. A normal prior around zero keeps strengths finite where a model never lost, and makes the answer unique. Fitted by Newton's method;
/// the uncertainty is that of the normal distribution around the best fit. Pure.
/// </summary>
internal static class BradleyTerry
{
    /// <summary>Before any vote, in the logarithm of odds: 200 points of Elo are 1.15.</summary>
    private const double PriorDeviation = 1.15;
    private const int MostSteps = 100;
    private const double Enough = 1e-9;

    /// <param name="Strength">In the logarithm of odds; 0 is the middle.</param>
    /// <param name="Deviation">Its standard deviation.</param>
    public readonly record struct Fit(double Strength, double Deviation);

    /// <param name="count">Models.</param>
    /// <param name="pairs">Places of two models, the first one's score and the number of votes.</param>
    public static Fit[] Of(int count, IReadOnlyList<(int A, int B, double Score, double Votes)> pairs)
    {
        if (count == 0)
            return [];
        var strengths = new double[count];
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, curvature) = Derivatives(strengths, pairs);
            var move = new Cholesky(curvature).Solve(gradient);
            var scale = 1.0;
            var before = LogPosterior(strengths, pairs);
            double[] next;
            do
            {
                next = [.. strengths.Zip(move, (strength, by) => strength + (scale * by))];
                scale /= 2;
            }
            while (LogPosterior(next, pairs) < before && scale > Enough);
            strengths = next;
            if (move.Max(Math.Abs) < Enough)
                break;
        }
        var deviations = new Cholesky(Derivatives(strengths, pairs).Curvature).InverseDiagonal();
        return [.. strengths.Zip(deviations, (strength, variance) => new Fit(strength, Math.Sqrt(variance)))];
    }

    private static double LogPosterior(double[] strengths, IReadOnlyList<(int A, int B, double Score, double Votes)> pairs) =>
        pairs.Sum(pair => (pair.Score * LogOdds(strengths[pair.A] - strengths[pair.B])) + ((pair.Votes - pair.Score) * LogOdds(strengths[pair.B] - strengths[pair.A])))
        - strengths.Sum(strength => strength * strength / (2 * PriorDeviation * PriorDeviation));

    /// <summary>Of the logarithm of the posterior: its slope, and minus its second derivatives.</summary>
    private static (double[] Gradient, double[,] Curvature) Derivatives(double[] strengths, IReadOnlyList<(int A, int B, double Score, double Votes)> pairs)
    {
        const double Precision = 1 / (PriorDeviation * PriorDeviation);
        var gradient = new double[strengths.Length];
        var curvature = new double[strengths.Length, strengths.Length];
        for (var i = 0; i < strengths.Length; i++)
            (gradient[i], curvature[i, i]) = (-strengths[i] * Precision, Precision);
        foreach (var (a, b, score, votes) in pairs)
        {
            var chance = 1 / (1 + Math.Exp(strengths[b] - strengths[a]));
            var surprise = score - (votes * chance);
            gradient[a] += surprise;
            gradient[b] -= surprise;
            var weight = votes * chance * (1 - chance);
            curvature[a, a] += weight;
            curvature[b, b] += weight;
            curvature[a, b] -= weight;
            curvature[b, a] -= weight;
        }
        return (gradient, curvature);
    }

    /// <summary>Logarithm of the chance to win with such an advantage.</summary>
    private static double LogOdds(double advantage) => advantage > 0 ? -Math.Log(1 + Math.Exp(-advantage)) : advantage - Math.Log(1 + Math.Exp(advantage));
}
