using System.Buffers.Binary;
using System.IO.Hashing;
using MultiLLM.Core.Selection.Understanding.Classifier;
using TaskClassifier.Trainer.Features;
using TaskClassifier.Trainer.Learning;

namespace TaskClassifier.Trainer.Export;

/// <summary>Writes the model's file, see <see cref="TaskModelFile"/>: folds the vectors into weights of words and rounds these to 8 bits.</summary>
internal static class ModelExport
{
    private const int Outputs = TaskModel.Outputs;

    /// <summary>What the file says beside the weights.</summary>
    public sealed record Calibration(float TaskTemperature, float LevelTemperature, float SureFrom);

    public static void Write(string file, TrainedModel model, Calibration calibration)
    {
        var rows = Fold(model);
        var steps = Steps(rows);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(TaskModelFile.Mark);
        writer.Write(TaskModelFile.Version);
        writer.Write([TaskModel.Tasks, TaskModel.Levels, TaskModel.Groups, ShapeFeatures.Count, 0, 0]);
        writer.Write(rows.Count);
        Write(writer, [calibration.TaskTemperature, calibration.LevelTemperature, calibration.SureFrom]);
        Write(writer, model.Weights.Bias);
        Write(writer, model.Weights.Shape);
        Write(writer, steps);
        foreach (var key in rows.Keys)
            writer.Write(key);
        foreach (var (group, weights) in rows.Values)
        {
            for (var output = 0; output < Outputs; output++)
                writer.Write((sbyte)Math.Clamp(MathF.Round(weights[output] / steps[(group * Outputs) + output]), -127, 127));
        }
        var checksum = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, XxHash64.HashToUInt64(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Write(checksum);
        File.WriteAllBytes(file, stream.ToArray());
    }

    private static SortedDictionary<uint, (int Group, float[] Weights)> Fold(TrainedModel model)
    {
        var rows = new SortedDictionary<uint, (int, float[])>();
        foreach (var (feature, number) in model.Vocabulary.Features)
        {
            var group = model.Vocabulary.Groups[number];
            var pool = Array.IndexOf(WordVectors.Groups, (FeatureGroup)group);
            var weights = new float[Outputs];
            model.Fold(group, number, pool < 0 ? -1 : model.Vectors?.Find(pool, feature) ?? -1, weights);
            rows.Add(feature, (group, weights));
        }
        for (var word = 0; word < (model.Vectors?.Count ?? 0); word++)
        {
            foreach (var group in WordVectors.Groups)
            {
                var feature = FeatureHash.In(group, model.Vectors!.Word(word));
                var weights = new float[Outputs];
                model.Fold((int)group, -1, word, weights);
                rows.TryAdd(feature, ((int)group, weights));
            }
        }
        return rows;
    }

    /// <summary>[group, output]: so that the largest weight is 127 steps.</summary>
    private static float[] Steps(SortedDictionary<uint, (int Group, float[] Weights)> rows)
    {
        var steps = new float[TaskModel.Groups * Outputs];
        foreach (var (group, weights) in rows.Values)
        {
            for (var output = 0; output < Outputs; output++)
            {
                ref var step = ref steps[(group * Outputs) + output];
                step = Math.Max(step, MathF.Abs(weights[output]) / 127);
            }
        }
        for (var i = 0; i < steps.Length; i++)
            steps[i] = Math.Max(steps[i], 1e-9f);
        return steps;
    }

    private static void Write(BinaryWriter writer, float[] values)
    {
        foreach (var value in values)
            writer.Write(value);
    }
}
