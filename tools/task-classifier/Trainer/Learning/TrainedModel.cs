using System.Numerics.Tensors;
using MultiLLM.Core.Selection.Understanding.Classifier;
using TaskClassifier.Trainer.Features;

namespace TaskClassifier.Trainer.Learning;

/// <summary>A vocabulary and the weights learned for it, before rounding.</summary>
internal sealed class TrainedModel(Vocabulary vocabulary, LinearModel weights, LearnerSettings settings, WordVectors? vectors)
{
    private const int Outputs = TaskModel.Outputs;

    public Vocabulary Vocabulary => vocabulary;
    public LinearModel Weights => weights;
    public WordVectors? Vectors => vectors;

    public static TrainedModel Train(IReadOnlyList<PreparedPrompt> prompts, LearnerSettings settings, WordVectors? vectors)
    {
        var used = settings.UseVectors ? vectors : null;
        var vocabulary = new Vocabulary(prompts.Select(p => p.Original), settings.Fewest, used);
        var counts = new int[TaskModel.Tasks];
        foreach (var prompt in prompts)
            counts[(int)prompt.Label.Task]++;
        var even = (float)prompts.Count / TaskModel.Tasks;
        var examples = prompts.Select(p => new Example(
            [.. p.Turns.Take(1 + settings.EditedCopies).Select(vocabulary.Encode)], (int)p.Label.Task, (int)p.Label.Difficulty,
            MathF.Pow(even / counts[(int)p.Label.Task], settings.Balance))).ToList();
        var weights = new LinearModel(vocabulary.Count, used is not null);
        for (var run = 0; run < settings.Runs; run++)
            weights.Add(new LinearLearner(settings with { Seed = settings.Seed + run }, used, vocabulary.Count).Train(examples), 1f / settings.Runs);
        return new TrainedModel(vocabulary, weights, settings, used);
    }

    public float[] Score(TextFeatures features)
    {
        var text = vocabulary.Encode(features);
        var scores = (float[])weights.Bias.Clone();
        for (var i = 0; i < text.Shape.Length; i++)
            TensorPrimitives.MultiplyAdd(weights.Shape.AsSpan(i * Outputs, Outputs), text.Shape[i], scores, scores);
        Span<float> row = stackalloc float[Outputs];
        for (var group = 0; group < TaskModel.Groups; group++)
        {
            var rows = text.Rows[group];
            for (var i = 0; i < rows.Length; i++)
            {
                Fold(group, rows[i], text.Vectors[group].Length > 0 ? text.Vectors[group][i] : -1, row);
                TensorPrimitives.MultiplyAdd(row, 1 / MathF.Sqrt(rows.Length), scores, scores);
            }
        }
        return scores;
    }

    /// <summary>The weights of one feature: its own and what its vector says.</summary>
    public void Fold(int group, int row, int vector, Span<float> folded)
    {
        if (row >= 0)
            TensorPrimitives.Multiply(weights.Rows.AsSpan(row * Outputs, Outputs), settings.Voices[group], folded);
        else
            folded.Clear();
        if (vector < 0)
            return;
        var pool = Array.IndexOf(WordVectors.Groups, (FeatureGroup)group);
        var values = vectors![vector];
        for (var i = 0; i < values.Length; i++)
            TensorPrimitives.MultiplyAdd(weights.Vectors.AsSpan(((pool * WordVectors.Dimensions) + i) * Outputs, Outputs), values[i] * settings.VectorVoice, folded, folded);
    }
}
