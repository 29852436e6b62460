namespace MultiLLM.Core.Runners;

/// <summary>How long a stream may be silent.</summary>
/// <param name="FirstOutput">Before its first output.</param>
/// <param name="Idle">After it.</param>
internal sealed record StreamLimits(TimeSpan FirstOutput, TimeSpan Idle);
