namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Sums up what the features of one text say, each feature once.</summary>
/// <param name="model">What they weigh.</param>
/// <param name="sums">[group, lane], zero.</param>
/// <param name="seen">A bit for each of the model's features, zero.</param>
internal ref struct Evidence(TaskModel model, Span<int> sums, Span<ulong> seen) : IFeatureSink
{
    private readonly Span<int> _sums = sums;
    private readonly Span<ulong> _seen = seen;
    private GroupCounts _counts;

    /// <summary>The model knows at least one of the words.</summary>
    public readonly bool HasWords => _counts[(int)FeatureGroup.Word] + _counts[(int)FeatureGroup.Material] > 0;

    public void Add(FeatureGroup group, uint feature)
    {
        var row = model.Find(feature);
        if (row < 0)
            return;
        ref var bits = ref _seen[row >> 6];
        var bit = 1UL << (row & 63);
        if ((bits & bit) != 0)
            return;
        bits |= bit;
        _counts[(int)group]++;
        model.AddRow(row, _sums[((int)group * TaskModel.Lanes)..]);
    }

    /// <summary>The outputs' scores. A group's voice is divided by the root of the number of its features, so that long texts shout no louder.</summary>
    public readonly void Score(ReadOnlySpan<float> shape, Span<float> scores)
    {
        model.Bias.CopyTo(scores);
        for (var i = 0; i < shape.Length; i++)
        {
            for (var output = 0; output < TaskModel.Outputs; output++)
                scores[output] += shape[i] * model.ShapeWeights[(i * TaskModel.Outputs) + output];
        }
        for (var group = 0; group < TaskModel.Groups; group++)
        {
            if (_counts[group] == 0)
                continue;
            var voice = 1 / MathF.Sqrt(_counts[group]);
            for (var output = 0; output < TaskModel.Outputs; output++)
                scores[output] += voice * model.Steps[(group * TaskModel.Outputs) + output] * _sums[(group * TaskModel.Lanes) + output];
        }
    }

    [System.Runtime.CompilerServices.InlineArray(TaskModel.Groups)]
    private struct GroupCounts
    {
        private int _first;
    }
}
