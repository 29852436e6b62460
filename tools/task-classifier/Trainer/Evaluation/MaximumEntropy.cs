using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MultiLLM.Core.Selection.Understanding.Classifier;
using TaskClassifier.Trainer.Features;
using TaskClassifier.Trainer.Learning;

namespace TaskClassifier.Trainer.Evaluation;

/// <summary>Microsoft.ML's maximum entropy learner on the same features and vectors, as a yardstick.</summary>
internal static class MaximumEntropy
{
    private const int Iterations = 120;

    public static Scored[] LeaveOneSourceOut(IReadOnlyList<PreparedPrompt> prompts, LearnerSettings settings, WordVectors vectors, float l2)
    {
        var parts = Splits.BySource(prompts);
        var scored = new Scored[prompts.Count];
        for (var part = 0; part <= parts.Max(); part++)
        {
            var seen = prompts.Where((_, i) => parts[i] != part).ToList();
            var vocabulary = new Vocabulary(seen.Select(p => p.Original), settings.Fewest, vectors);
            var context = new MLContext(seed: 1);
            var schema = SchemaDefinition.Create(typeof(Row));
            schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width(vocabulary));
            IDataView View(IEnumerable<PreparedPrompt> some) => context.Data.LoadFromEnumerable(some.Select(p => RowOf(p, vocabulary, settings, vectors)).ToList(), schema);
            var pipeline = context.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
                .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
                {
                    L1Regularization = 0,
                    L2Regularization = l2,
                    MaximumNumberOfIterations = Iterations,
                    NumberOfThreads = 1,
                }));
            var model = pipeline.Fit(View(seen));
            var asked = Enumerable.Range(0, prompts.Count).Where(i => parts[i] == part).ToList();
            var read = model.Transform(View(asked.Select(i => prompts[i]))).GetColumn<float[]>("Score").ToList();
            for (var i = 0; i < asked.Count; i++)
                scored[asked[i]] = new Scored(prompts[asked[i]].Label, [.. read[i].Select(chance => MathF.Log(chance + 1e-9f)), 0, 0, 0]);
        }
        return scored;
    }

    private static int Width(Vocabulary vocabulary) => vocabulary.Count + (WordVectors.Groups.Length * WordVectors.Dimensions) + ShapeFeatures.Count;

    private static Row RowOf(PreparedPrompt prompt, Vocabulary vocabulary, LearnerSettings settings, WordVectors vectors)
    {
        var text = vocabulary.Encode(prompt.Original);
        var values = new SortedDictionary<int, float>();
        for (var group = 0; group < TaskModel.Groups; group++)
        {
            var voice = 1 / MathF.Sqrt(Math.Max(1, text.Rows[group].Length));
            foreach (var row in text.Rows[group].Where(r => r >= 0))
                values[row] = voice * settings.Voices[group];
            var pool = Array.IndexOf(WordVectors.Groups, (FeatureGroup)group);
            foreach (var vector in text.Vectors[group].Where(v => v >= 0))
            {
                for (var i = 0; i < WordVectors.Dimensions; i++)
                {
                    var index = vocabulary.Count + (pool * WordVectors.Dimensions) + i;
                    values[index] = values.GetValueOrDefault(index) + (voice * settings.VectorVoice * vectors[vector][i]);
                }
            }
        }
        for (var i = 0; i < text.Shape.Length; i++)
            values[Width(vocabulary) - ShapeFeatures.Count + i] = text.Shape[i];
        return new Row { Label = (uint)prompt.Label.Task, Features = new VBuffer<float>(Width(vocabulary), values.Count, [.. values.Values], [.. values.Keys]) };
    }

    private sealed class Row
    {
        public uint Label { get; set; }
        public VBuffer<float> Features { get; set; }
    }
}
