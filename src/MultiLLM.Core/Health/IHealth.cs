using MultiLLM.Core.Health.Scoring;

namespace MultiLLM.Core.Health;

/// <summary>How the service and its models do.</summary>
public interface IHealth
{
    /// <param name="isStopping">The service is about to end.</param>
    HealthAssessment Assess(bool isStopping);
}
