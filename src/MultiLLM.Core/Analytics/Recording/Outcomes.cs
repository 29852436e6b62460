using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Analytics.Recording;

internal static class Outcomes
{
    /// <summary>Refused is what the caller, or fewer callers, could change; failed is what is ours.</summary>
    public static RequestOutcome Of(ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest or ErrorCode.ModelNotFound or ErrorCode.ModelKindMismatch or ErrorCode.NoEligibleModel
            or ErrorCode.ContextLengthExceeded or ErrorCode.InvalidGrammar or ErrorCode.UnsupportedSchema or ErrorCode.TemplateFailed
            or ErrorCode.QueueFull or ErrorCode.ModelBusy or ErrorCode.ModelNotPermitted or ErrorCode.ModelNotApproved or ErrorCode.ContentBlocked
            or ErrorCode.RateLimited or ErrorCode.QuotaExceeded or ErrorCode.PromptTooLong or ErrorCode.DeadlineExceeded => RequestOutcome.Refused,
        _ => RequestOutcome.Failed,
    };
}
