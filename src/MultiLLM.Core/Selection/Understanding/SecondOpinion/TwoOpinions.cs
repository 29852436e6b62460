using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding.SecondOpinion;

/// <summary>What two opinions of a prompt's task come to. Pure.</summary>
internal static class TwoOpinions
{
    /// <summary>From this chance on a task is relied on, as with the first opinion alone.</summary>
    private const double SureFrom = 0.5;

    /// <param name="first">Unsure; what it says of the difficulty stays.</param>
    /// <param name="second">Chance of each task.</param>
    public static TaskReading Of(TaskReading first, IReadOnlyList<double> second)
    {
        var chances = new double[second.Count];
        var sum = 0.0;
        for (var i = 0; i < chances.Length; i++)
            sum += chances[i] = first.Chances[i] * second[i];
        if (sum <= 0)
            return first;
        var best = 0;
        for (var i = 0; i < chances.Length; i++)
        {
            chances[i] /= sum;
            best = chances[i] > chances[best] ? i : best;
        }
        return first with { Task = (ModelTask)best, Confidence = chances[best], IsSure = chances[best] >= SureFrom, Chances = chances };
    }
}
