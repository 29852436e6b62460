using System.Numerics;
using System.Runtime.Intrinsics;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>
/// A linear model: a weight for each pair of feature and output, 8 bits each; the outputs are the tasks and then the difficulties. Immutable.
/// </summary>
internal sealed class TaskModel
{
    public const int Tasks = 10;
    public const int Levels = 3;
    public const int Outputs = Tasks + Levels;
    public const int Groups = (int)FeatureGroup.Material + 1;

    /// <summary>A row is read as one vector; what lies behind its outputs is the next row and ignored.</summary>
    public const int Lanes = 16;

    /// <summary>Keys are found through the first bits of the number.</summary>
    private const int BucketBits = 16;

    private readonly uint[] _keys;
    private readonly int[] _buckets;
    private readonly sbyte[] _rows;

    /// <param name="keys">Features in rising order.</param>
    /// <param name="rows">Their weights, [feature, output], and <see cref="Lanes"/> more bytes.</param>
    public TaskModel(uint[] keys, sbyte[] rows)
    {
        _keys = keys;
        _rows = rows;
        _buckets = new int[(1 << BucketBits) + 1];
        foreach (var key in keys)
            _buckets[(key >> (32 - BucketBits)) + 1]++;
        for (var i = 1; i < _buckets.Length; i++)
            _buckets[i] += _buckets[i - 1];
    }

    public int Features => _keys.Length;

    /// <summary>[output]</summary>
    public required float[] Bias { get; init; }

    /// <summary>[shape, output]</summary>
    public required float[] ShapeWeights { get; init; }

    /// <summary>[group, output]: what one step of an 8-bit weight is worth.</summary>
    public required float[] Steps { get; init; }

    /// <summary>The tasks' scores are divided by it before they become chances, so that these are neither too bold nor too shy.</summary>
    public required float TaskTemperature { get; init; }
    public required float LevelTemperature { get; init; }

    /// <summary>From this confidence on the likeliest task is relied on.</summary>
    public required float SureFrom { get; init; }

    static TaskModel()
    {
        if (Enum.GetValues<ModelTask>().Length != Tasks || Enum.GetValues<Difficulty>().Length != Levels)
            throw new InvalidOperationException("The classifier's model knows other tasks or difficulties than the service.");
    }

    /// <summary>The feature's row, or -1.</summary>
    public int Find(uint feature)
    {
        var bucket = feature >> (32 - BucketBits);
        var end = _buckets[bucket + 1];
        for (var i = _buckets[bucket]; i < end; i++)
        {
            if (_keys[i] == feature)
                return i;
        }
        return -1;
    }

    /// <summary>Adds the row's weights to <see cref="Lanes"/> sums.</summary>
    public void AddRow(int row, Span<int> sums)
    {
        var (low, high) = Vector128.Widen(Vector128.Create<sbyte>(_rows.AsSpan(row * Outputs, Lanes)));
        Add(sums, Vector128.WidenLower(low), 0);
        Add(sums, Vector128.WidenUpper(low), 4);
        Add(sums, Vector128.WidenLower(high), 8);
        Add(sums, Vector128.WidenUpper(high), 12);

        static void Add(Span<int> sums, Vector128<int> weights, int at) => (Vector128.Create<int>(sums[at..]) + weights).CopyTo(sums[at..]);
    }

    /// <summary>Chances from scores; they sum to 1.</summary>
    public static void Chances(ReadOnlySpan<float> scores, float temperature, Span<double> chances)
    {
        var most = float.NegativeInfinity;
        foreach (var score in scores)
            most = Math.Max(most, score);
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
            sum += chances[i] = Math.Exp((scores[i] - most) / temperature);
        for (var i = 0; i < scores.Length; i++)
            chances[i] /= sum;
    }
}
