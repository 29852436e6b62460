namespace MultiLLM.Runner.Sampling;

internal readonly record struct TokenProbability(int Id, double LogProb);

/// <summary>Natural logarithms of the probabilities that the model itself gave, before bias, penalties, cuts and temperature.</summary>
internal sealed record LogProbs(TokenProbability Chosen, IReadOnlyList<TokenProbability> Top)
{
    /// <summary>Stands for zero probability, because JSON has no infinity.</summary>
    public const double Floor = -9999;

    /// <param name="logits">As the model gave them.</param>
    /// <param name="chosen">The token that was chosen.</param>
    /// <param name="top">How many of the likeliest tokens to list, likeliest first.</param>
    public static LogProbs Compute(ReadOnlySpan<float> logits, int chosen, int top)
    {
        var best = LogitMath.IndexOfMax(logits);
        if (best < 0)
        {
            return new LogProbs(new TokenProbability(chosen, Floor), []);
        }

        var max = logits[best];
        var logSum = Math.Log(LogitMath.SumExp(logits, max));
        var likeliest = new Candidate[Math.Min(top, logits.Length)];
        var count = TopKSelector.Select(logits, likeliest);
        return new LogProbs(
            new TokenProbability(chosen, LogProb(logits[chosen], max, logSum)),
            Array.ConvertAll(likeliest[..count], candidate => new TokenProbability(candidate.Id, LogProb(candidate.Logit, max, logSum))));
    }

    private static double LogProb(float logit, float max, double logSum)
    {
        var logProb = logit == max ? -logSum : (double)logit - max - logSum;
        return double.IsNaN(logProb) ? Floor : Math.Max(logProb, Floor);
    }
}
