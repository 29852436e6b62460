using System.Numerics.Tensors;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace TaskClassifier.Trainer.Learning;

/// <summary>Weights before they are folded and rounded. All arrays end with the output.</summary>
internal sealed class LinearModel(int features, bool withVectors)
{
    public float[] Rows { get; } = new float[features * TaskModel.Outputs];

    /// <summary>[word group, dimension, output]</summary>
    public float[] Vectors { get; } = new float[withVectors ? Features.WordVectors.Groups.Length * Features.WordVectors.Dimensions * TaskModel.Outputs : 0];
    public float[] Shape { get; } = new float[ShapeFeatures.Count * TaskModel.Outputs];
    public float[] Bias { get; } = new float[TaskModel.Outputs];

    /// <summary>Models that were trained in another order average to a better one.</summary>
    public void Add(LinearModel other, float share)
    {
        TensorPrimitives.MultiplyAdd(other.Rows, share, Rows, Rows);
        TensorPrimitives.MultiplyAdd(other.Vectors, share, Vectors, Vectors);
        TensorPrimitives.MultiplyAdd(other.Shape, share, Shape, Shape);
        TensorPrimitives.MultiplyAdd(other.Bias, share, Bias, Bias);
    }
}
