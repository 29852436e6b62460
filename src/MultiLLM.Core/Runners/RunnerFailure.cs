using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Runners;

/// <summary>A runner's failure in the service's words.</summary>
internal static class RunnerFailure
{
    public static MultiLLMException ToException(this Failure failure) => new(failure.ToError());

    public static Error ToError(this Failure failure) =>
        new(Code(failure.Code), failure.Message.Length > 0 ? failure.Message : $"The runner reported {failure.Code}.",
            failure.Param.Length > 0 ? failure.Param : null);

    private static ErrorCode Code(FailureCode code) => code switch
    {
        FailureCode.InvalidRequest => ErrorCode.InvalidRequest,
        FailureCode.PromptTooLong => ErrorCode.ContextLengthExceeded,
        FailureCode.InvalidGrammar => ErrorCode.InvalidGrammar,
        FailureCode.UnsupportedSchema => ErrorCode.UnsupportedSchema,
        FailureCode.TemplateFailed => ErrorCode.TemplateFailed,
        FailureCode.LoadFailed => ErrorCode.ModelLoadFailed,
        FailureCode.OutOfMemory => ErrorCode.InsufficientMemory,
        FailureCode.Cancelled => ErrorCode.Cancelled,
        _ => ErrorCode.Internal,
    };
}
