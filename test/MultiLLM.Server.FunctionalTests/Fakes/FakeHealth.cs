using MultiLLM.Core.Health;
using MultiLLM.Core.Health.Scoring;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>All is well, unless a test says otherwise.</summary>
internal sealed class FakeHealth : IHealth
{
    public HealthAssessment Current { get; set; } = new(100, HealthStatus.Ok, true, [], []);

    public HealthAssessment Assess(bool isStopping) => isStopping ? Current with { CanServe = false } : Current;
}
