namespace MultiLLM.Core.Errors;

/// <summary>An expected failure, as a value.</summary>
/// <param name="Code">What kind.</param>
/// <param name="Message">For a person: what is wrong, with numbers.</param>
/// <param name="Param">The request's field at fault, in the caller's spelling.</param>
/// <param name="RetryAfter">Set when trying again later makes sense.</param>
public sealed record Error(ErrorCode Code, string Message, string? Param = null, TimeSpan? RetryAfter = null)
{
    /// <summary>True where the same request may well succeed on another runner or a fresh load.</summary>
    public bool IsRetriable => Code is ErrorCode.RunnerCrashed;
}
