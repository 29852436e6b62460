namespace MultiLLM.Core.Health.Degradation;

/// <summary>
/// How much was at work beside a request, in steps. A model is compared with itself in the same company. What is known of sharing is taken out first, so
/// that a step need not be narrow. Pure.
/// </summary>
internal static class LoadBand
{
    private const int AnswerBands = 5;
    private const int OtherBands = 3;
    public const int Count = AnswerBands * OtherBands;

    /// <summary>Each answer beside costs so much of a whole one; roughly, see <see cref="Selection.Rates.Sharing"/>.</summary>
    private const double PerAnswer = 0.6;

    private static readonly double[] s_limits = [1.4, 2.5, 4.5, 8.5];

    public static int Of(Company company)
    {
        var answers = 0;
        while (answers < s_limits.Length && company.Answers >= s_limits[answers])
            answers++;
        var others = Math.Clamp((int)Math.Round(company.OtherModels), 0, OtherBands - 1);
        return (others * AnswerBands) + answers;
    }

    /// <summary>Logarithm of how often as long as alone it should take.</summary>
    public static double Expected(Company company) =>
        Math.Log(1 + (PerAnswer * Math.Max(0, company.Answers - 1))) + Math.Log(1 + Math.Max(0, company.OtherModels));

    /// <summary>The same if nothing were gained by working together: a model that is well never takes longer.</summary>
    public static double Worst(Company company) => Math.Log(Math.Max(1, company.Answers)) + Math.Log(1 + Math.Max(0, company.OtherModels));

    /// <summary>Bands that are known to be no busier than this one, the nearest first.</summary>
    public static IEnumerable<int> Calmer(int band)
    {
        for (var others = band / AnswerBands; others >= 0; others--)
        {
            for (var answers = band % AnswerBands; answers >= 0; answers--)
            {
                if ((others * AnswerBands) + answers != band)
                    yield return (others * AnswerBands) + answers;
            }
        }
    }
}
