using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>
/// What a score from a benchmark becomes at an easier or a harder request. Pure. As in tests of people (the Rasch model): ability and difficulty
/// lie on one scale, on which the odds of a good answer grow by the same factor for everybody. An easy request is answered well by weaker models
/// too; at a hard one they fall behind.
/// </summary>
internal static class Ease
{
    /// <summary>Odds of a good answer at an easy request against those at a usual one; and of a usual one against a hard one.</summary>
    private const double Odds = 2.7;

    /// <param name="quality">At usual requests, 0 to 10.</param>
    /// <param name="reading">How hard this one is, as far as that is known.</param>
    public static double Of(double quality, TaskReading reading)
    {
        var isHigh = reading.Difficulty == Difficulty.High;
        var high = Math.Clamp(isHigh ? Math.Max(0.5, reading.HighChance) : reading.HighChance, 0, 1);
        var otherwise = At(quality, isHigh ? Difficulty.Medium : reading.Difficulty);
        return (high * At(quality, Difficulty.High)) + ((1 - high) * otherwise);
    }

    /// <summary>0 to 10.</summary>
    public static double At(double quality, Difficulty difficulty)
    {
        var good = Math.Clamp(quality / 10, 0, 1);
        var odds = difficulty switch
        {
            Difficulty.Low => Odds,
            Difficulty.High => 1 / Odds,
            _ => 1,
        };
        return 10 * Math.Min(1, good * odds / ((good * odds) + 1 - good)); // rounding may reach beyond
    }
}
