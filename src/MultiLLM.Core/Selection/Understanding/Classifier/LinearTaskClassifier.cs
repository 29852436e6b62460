using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Reads a prompt by the model that tools/task-classifier trains.</summary>
internal sealed class LinearTaskClassifier(TaskModel model) : ITaskClassifier
{
    private const string Resource = "task-classifier.bin";

    public LinearTaskClassifier() : this(BuiltIn())
    {
    }

    public TaskReading Read(ReadOnlySpan<char> text)
    {
        var window = new TextWindow(text);
        if (window.Length == 0)
            return TaskReading.Unknown;
        Span<float> scores = stackalloc float[TaskModel.Outputs];
        var hasWords = Score(window, scores);

        var chances = new double[TaskModel.Tasks];
        TaskModel.Chances(scores[..TaskModel.Tasks], model.TaskTemperature, chances);
        Span<double> levels = stackalloc double[TaskModel.Levels];
        TaskModel.Chances(scores[TaskModel.Tasks..], model.LevelTemperature, levels);
        var task = Likeliest(chances);
        return new TaskReading
        {
            Task = (ModelTask)task,
            Confidence = chances[task],
            IsSure = hasWords && chances[task] >= model.SureFrom,
            Chances = chances,
            Difficulty = (Difficulty)Likeliest(levels),
            HighChance = levels[(int)Difficulty.High],
        };
    }

    /// <returns>Whether there was a word to go by.</returns>
    private bool Score(in TextWindow window, Span<float> scores)
    {
        var shape = ShapeReader.Read(window);
        Span<float> values = stackalloc float[ShapeFeatures.Count];
        ShapeFeatures.Fill(shape, values);
        Span<int> sums = stackalloc int[TaskModel.Groups * TaskModel.Lanes];
        Span<ulong> seen = stackalloc ulong[(model.Features + 63) / 64];
        sums.Clear();
        seen.Clear();
        var evidence = new Evidence(model, sums, seen);
        FeatureReader.Read(window, shape, ref evidence);
        evidence.Score(values, scores);
        return evidence.HasWords;
    }

    private static int Likeliest(ReadOnlySpan<double> chances)
    {
        var best = 0;
        for (var i = 1; i < chances.Length; i++)
            best = chances[i] > chances[best] ? i : best;
        return best;
    }

    private static TaskModel BuiltIn()
    {
        using var stream = typeof(LinearTaskClassifier).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return TaskModelFile.Read(file);
    }
}
