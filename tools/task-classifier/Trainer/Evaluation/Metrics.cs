using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace TaskClassifier.Trainer.Evaluation;

internal static class Metrics
{
    public static double Accuracy(IReadOnlyCollection<Scored> scored) => scored.Count == 0 ? double.NaN : (double)scored.Count(s => s.IsRight) / scored.Count;

    /// <summary>[task]: share of its prompts that were recognised.</summary>
    public static double[] Recall(IReadOnlyCollection<Scored> scored) =>
        [.. Enumerable.Range(0, TaskModel.Tasks).Select(task => Accuracy([.. scored.Where(s => (int)s.Label.Task == task)]))];

    /// <summary>[true task, read task]</summary>
    public static int[,] Confusion(IEnumerable<Scored> scored)
    {
        var counts = new int[TaskModel.Tasks, TaskModel.Tasks];
        foreach (var one in scored)
            counts[(int)one.Label.Task, one.Task]++;
        return counts;
    }

    /// <summary>Chance that a prompt of high difficulty is read as harder than another one.</summary>
    public static double HighAuroc(IEnumerable<Scored> scored)
    {
        var ranked = scored.Select(s => (High: s.LevelChances(1)[(int)Difficulty.High], IsHigh: s.Label.Difficulty == Difficulty.High)).OrderBy(s => s.High).ToList();
        double highs = ranked.Count(s => s.IsHigh), ranks = 0;
        for (var i = 0; i < ranked.Count; i++)
            ranks += ranked[i].IsHigh ? i + 1 : 0;
        return (ranks - (highs * (highs + 1) / 2)) / (highs * (ranked.Count - highs));
    }

    public static double LevelAccuracy(IReadOnlyCollection<Scored> scored) =>
        (double)scored.Count(s => Array.IndexOf(s.LevelChances(1), s.LevelChances(1).Max()) == (int)s.Label.Difficulty) / scored.Count;

    /// <summary>Expected calibration error over ten equal bins of confidence.</summary>
    public static double CalibrationError(IReadOnlyCollection<Scored> scored, float temperature) =>
        scored.Select(s => (Confidence: s.TaskChances(temperature).Max(), s.IsRight))
            .GroupBy(s => Math.Min(9, (int)(s.Confidence * 10)))
            .Sum(bin => Math.Abs(bin.Average(s => s.Confidence) - bin.Average(s => s.IsRight ? 1.0 : 0)) * bin.Count() / scored.Count);

    /// <summary>The temperature under which the truth was likeliest.</summary>
    public static float FitTemperature(IReadOnlyCollection<Scored> scored, Func<Scored, float, double> chanceOfTruth) =>
        Enumerable.Range(0, 80).Select(i => 0.3f * MathF.Pow(1.04f, i))
            .MinBy(temperature => scored.Sum(s => -Math.Log(Math.Max(1e-9, chanceOfTruth(s, temperature)))));

    public static float TaskTemperature(IReadOnlyCollection<Scored> scored) => FitTemperature(scored, (s, t) => s.TaskChances(t)[(int)s.Label.Task]);

    public static float LevelTemperature(IReadOnlyCollection<Scored> scored) => FitTemperature(scored, (s, t) => s.LevelChances(t)[(int)s.Label.Difficulty]);
}
