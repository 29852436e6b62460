using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Selection;

/// <summary>Whose fault a failure before the first output is, and so who else may cure it.</summary>
internal enum FailureKind
{
    /// <summary>The model's: another may do better, and it counts against this one.</summary>
    Model,

    /// <summary>The model cannot be had just now: another may do better, and nothing counts against this one.</summary>
    Unavailable,

    /// <summary>The prompt is too long for this model: one with a longer context may do better.</summary>
    Context,

    /// <summary>The request's own, or the service's as a whole: no other model would help.</summary>
    Request,
}

internal static class FailureKinds
{
    public static FailureKind Of(Error failure) => failure.Code switch
    {
        ErrorCode.RunnerCrashed or ErrorCode.Timeout or ErrorCode.Internal => FailureKind.Model,
        // A refusal to try again so soon is no new failure.
        ErrorCode.ModelLoadFailed => failure.RetryAfter is null ? FailureKind.Model : FailureKind.Unavailable,
        // A server that says when to come back, or is passed over already, has no new failure.
        ErrorCode.BackendUnreachable or ErrorCode.BackendFailed or ErrorCode.BackendRefused => failure.RetryAfter is null ? FailureKind.Model : FailureKind.Unavailable,
        ErrorCode.InsufficientMemory or ErrorCode.BackendBusy => FailureKind.Unavailable,
        ErrorCode.ContextLengthExceeded => FailureKind.Context,
        _ => FailureKind.Request,
    };
}
