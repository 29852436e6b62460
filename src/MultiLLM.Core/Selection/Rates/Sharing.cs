using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>How much slower an answer is because of others on the same machine. Pure.</summary>
internal static class Sharing
{
    /// <summary>
    /// Each answer that the same model writes beside it. The engine reads the weights once for all, so it costs less than a whole one: 0.7 and 1.0
    /// where computing is the limit (135M and 15M shapes on 2 cores, see docs/benchmarks.md), less for large models, whose limit is the memory.
    /// </summary>
    private const double PerAnswer = 0.6;

    /// <summary>How often as long as alone; 1 or more.</summary>
    /// <param name="beside">Other answers of the same model.</param>
    /// <param name="otherModels">Other models at work: they take turns on the same cores.</param>
    public static double SlowDown(int beside, int otherModels) => (1 + (PerAnswer * Math.Max(0, beside))) * (1 + Math.Max(0, otherModels));

    /// <summary>Models other than this one that are answering just now.</summary>
    public static int OthersAtWork(ResidencySnapshot residency, string modelId)
    {
        var count = 0;
        foreach (var model in residency.Models.Values)
        {
            if (model.InFlight > 0 && model.ModelId != modelId)
                count++;
        }
        return count;
    }
}
