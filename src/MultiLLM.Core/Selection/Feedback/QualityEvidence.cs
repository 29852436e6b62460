using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>What people and outcomes said about one model at one task.</summary>
/// <param name="Weight">Votes, where an outcome counts for less than a person's vote.</param>
/// <param name="Mean">0 (all bad) to 1 (all good).</param>
public readonly record struct QualityEvidence(double Weight, double Mean);

/// <summary>An immutable picture of all evidence.</summary>
public interface IQualityEvidence
{
    QualityEvidence Of(string modelId, ModelTask task);
}
