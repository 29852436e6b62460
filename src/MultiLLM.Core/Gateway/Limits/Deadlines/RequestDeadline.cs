namespace MultiLLM.Core.Gateway.Limits.Deadlines;

/// <param name="At">By then the answer must have begun.</param>
/// <param name="CutsAnswers">By then it must also have ended.</param>
public sealed record RequestDeadline(DateTimeOffset At, bool CutsAnswers);
