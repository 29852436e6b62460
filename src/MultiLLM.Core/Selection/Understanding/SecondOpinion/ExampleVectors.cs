using System.Numerics.Tensors;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Core.Selection.Understanding.SecondOpinion;

/// <summary>Example prompts whose tasks are known, as vectors of one embedding model. Immutable and pure.</summary>
/// <param name="examples">Vectors of Euclidean length 1, all of one length.</param>
internal sealed class ExampleVectors(IReadOnlyList<(ModelTask Task, float[] Vector)> examples)
{
    /// <summary>Of each task's examples the nearest so many count, so that one odd example decides nothing.</summary>
    private const int Nearest = 10;

    /// <summary>How much nearer one task's examples must be than another's to be e times as likely, in cosine; measured.</summary>
    private const double Sharpness = 0.2;

    public int Dimensions => examples[0].Vector.Length;

    /// <summary>The chance of each task by how near its examples are; they sum to 1.</summary>
    /// <param name="question">Of the same model, Euclidean length 1.</param>
    public double[] Chances(ReadOnlySpan<float> question)
    {
        Span<double> nearest = stackalloc double[TaskModel.Tasks * Nearest];
        nearest.Fill(-1);
        foreach (var (task, vector) in examples)
            Insert(nearest.Slice((int)task * Nearest, Nearest), TensorPrimitives.Dot(vector, question));
        var chances = new double[TaskModel.Tasks];
        for (var task = 0; task < chances.Length; task++)
            chances[task] = TensorPrimitives.Sum<double>(nearest.Slice(task * Nearest, Nearest)) / (Nearest * Sharpness);
        TensorPrimitives.SoftMax<double>(chances, chances);
        return chances;
    }

    /// <summary>Keeps the largest, the largest first.</summary>
    private static void Insert(Span<double> largest, double value)
    {
        for (var i = 0; i < largest.Length; i++)
        {
            if (value > largest[i])
                (largest[i], value) = (value, largest[i]);
        }
    }
}
