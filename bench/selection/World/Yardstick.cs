namespace MultiLLM.SelectionBench.World;

/// <summary>
/// What an answer is worth to the person who waited for it. Fixed here, so that tuning the product cannot move it. It has the form that the product's own
/// utility has, because a preference must mean the same to both; the patience is varied to see how much depends on it.
/// </summary>
/// <param name="PatienceSeconds">A wait that halves what promptness is worth.</param>
internal sealed record Yardstick(double PatienceSeconds)
{
    private const double Power = 0.7;

    public static Yardstick Usual { get; } = new(8);

    /// <param name="quality">0 to 10.</param>
    /// <param name="seconds">From the question to the whole answer.</param>
    /// <param name="qualityWeight">0 to 1; the rest is speed's.</param>
    /// <returns>0 to 1.</returns>
    public double Worth(double quality, double seconds, double qualityWeight) =>
        (qualityWeight * quality / 10) + ((1 - qualityWeight) / (1 + Math.Pow(seconds / PatienceSeconds, Power)));
}
