using MultiLLM.Core.Selection.Understanding.Classifier;
using TaskClassifier.Trainer.Data;

namespace TaskClassifier.Trainer.Evaluation;

/// <summary>A prompt and what a model that never saw it said.</summary>
internal sealed record Scored(LabelledPrompt Label, float[] Scores)
{
    public int Task { get; } = IndexOfMax(Scores.AsSpan(0, TaskModel.Tasks));
    public bool IsRight => Task == (int)Label.Task;

    public double[] TaskChances(float temperature) => Chances(Scores.AsSpan(0, TaskModel.Tasks), temperature);

    public double[] LevelChances(float temperature) => Chances(Scores.AsSpan(TaskModel.Tasks), temperature);

    private static double[] Chances(ReadOnlySpan<float> scores, float temperature)
    {
        var chances = new double[scores.Length];
        TaskModel.Chances(scores, temperature, chances);
        return chances;
    }

    private static int IndexOfMax(ReadOnlySpan<float> values) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(values);
}
