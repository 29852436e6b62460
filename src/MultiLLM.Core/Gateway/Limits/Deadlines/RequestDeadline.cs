using System.Globalization;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Limits.Deadlines;

/// <param name="At">By then the answer must have begun.</param>
/// <param name="CutsAnswers">By then it must also have ended.</param>
public sealed record RequestDeadline(DateTimeOffset At, bool CutsAnswers)
{
    /// <summary>Of a request that did not make it.</summary>
    public Error Missed(bool hasBegun) => new(
        ErrorCode.DeadlineExceeded,
        string.Create(CultureInfo.InvariantCulture, $"The request's deadline, {At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}, has passed before the answer had {(hasBegun ? "ended" : "begun")}."));
}
