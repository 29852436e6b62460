using MultiLLM.Core.Errors;

namespace MultiLLM.Server.Errors;

/// <summary>The one place where failures get their HTTP status and their names in the dialects.</summary>
internal static class ErrorTable
{
    private const string Invalid = "invalid_request_error";
    private const string Server = "server_error";
    private const string Authentication = "authentication_error";

    // What only HTTP knows.
    public static ErrorRow RouteNotFound { get; } = new(404, Invalid, "not_found");
    public static ErrorRow MethodNotAllowed { get; } = new(405, Invalid, "method_not_allowed");
    public static ErrorRow UnsupportedMediaType { get; } = new(415, Invalid, "unsupported_media_type");
    public static ErrorRow HostNotAllowed { get; } = new(403, Invalid, "host_not_allowed");
    public static ErrorRow OriginNotAllowed { get; } = new(403, Invalid, "origin_not_allowed");

    public static ErrorRow Of(ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest => new(400, Invalid, "invalid_request"),
        ErrorCode.InvalidJson => new(400, Invalid, "invalid_json"),
        ErrorCode.BodyTooLarge => new(413, Invalid, "body_too_large"),
        ErrorCode.BodyTooSlow => new(408, Invalid, "body_too_slow"),
        ErrorCode.ModelNotFound => new(404, Invalid, "model_not_found"),
        ErrorCode.ModelKindMismatch => new(400, Invalid, "model_kind_mismatch"),
        ErrorCode.NoEligibleModel => new(422, Invalid, "no_eligible_model"),
        ErrorCode.DecisionNotFound => new(404, Invalid, "decision_not_found"),
        ErrorCode.ContextLengthExceeded => new(400, Invalid, "context_length_exceeded"),
        ErrorCode.InvalidGrammar => new(400, Invalid, "invalid_grammar"),
        ErrorCode.UnsupportedSchema => new(400, Invalid, "unsupported_schema"),
        ErrorCode.TemplateFailed => new(400, Invalid, "template_failed"),
        ErrorCode.QueueFull => new(429, "rate_limit_error", "queue_full"),
        ErrorCode.ModelBusy => new(409, Invalid, "model_busy"),
        ErrorCode.ModelLoadFailed => new(500, Server, "model_load_failed"),
        ErrorCode.InsufficientMemory => new(503, Server, "insufficient_memory"),
        ErrorCode.RunnerCrashed => new(502, Server, "runner_crashed"),
        ErrorCode.InvalidSource => new(400, Invalid, "invalid_source"),
        ErrorCode.InvalidModelFile => new(422, Invalid, "invalid_model_file"),
        ErrorCode.ModelExists => new(409, Invalid, "model_exists"),
        ErrorCode.ModelNotRemovable => new(409, Invalid, "model_not_removable"),
        ErrorCode.ModelGated => new(403, Invalid, "model_gated"),
        ErrorCode.SourceNotFound => new(404, Invalid, "source_not_found"),
        ErrorCode.HubUnreachable => new(502, Server, "hub_unreachable"),
        ErrorCode.HubRateLimited => new(429, "rate_limit_error", "hub_rate_limited"),
        ErrorCode.TransferFailed => new(502, Server, "transfer_failed"),
        ErrorCode.DigestMismatch => new(502, Server, "digest_mismatch"),
        ErrorCode.DiskFull => new(507, Server, "disk_full"),
        ErrorCode.StoreNotWritable => new(500, Server, "store_not_writable"),
        ErrorCode.PullNotFound => new(404, Invalid, "pull_not_found"),
        ErrorCode.PullCancelled => new(409, Invalid, "pull_cancelled"),
        ErrorCode.ComparisonNotFound => new(404, Invalid, "comparison_not_found"),
        ErrorCode.ComparisonUnfinished => new(409, Invalid, "comparison_unfinished"),
        ErrorCode.AlreadyVoted => new(409, Invalid, "already_voted"),
        ErrorCode.AnalyticsUnavailable => new(503, Server, "analytics_unavailable"),
        ErrorCode.KeyMissing => new(401, Authentication, "key_missing"),
        ErrorCode.KeyInvalid => new(401, Authentication, "invalid_api_key"),
        ErrorCode.NotPermitted => new(403, "permission_error", "not_permitted"),
        ErrorCode.ModelNotPermitted => new(403, "permission_error", "model_not_permitted"),
        ErrorCode.ModelNotApproved => new(403, "permission_error", "model_not_approved"),
        ErrorCode.KeyNotFound => new(404, Invalid, "key_not_found"),
        ErrorCode.RateLimited => new(429, "rate_limit_error", "rate_limit_exceeded"),
        ErrorCode.QuotaExceeded => new(429, "insufficient_quota", "insufficient_quota"),
        ErrorCode.PromptTooLong => new(400, Invalid, "prompt_too_long"),
        ErrorCode.DeadlineExceeded => new(504, Server, "deadline_exceeded"),
        ErrorCode.ContentBlocked => new(400, Invalid, "content_blocked"),
        ErrorCode.PolicyUnavailable => new(503, Server, "policy_unavailable"),
        ErrorCode.GatewayStoreUnavailable => new(503, Server, "gateway_store_unavailable"),
        ErrorCode.AuditUnavailable => new(503, Server, "audit_unavailable"),
        ErrorCode.LegalHold => new(409, Invalid, "legal_hold"),
        ErrorCode.HoldNotFound => new(404, Invalid, "hold_not_found"),
        ErrorCode.ApprovalNotFound => new(404, Invalid, "approval_not_found"),
        ErrorCode.BackendUnreachable => new(502, Server, "backend_unreachable"),
        ErrorCode.BackendFailed => new(502, Server, "backend_failed"),
        ErrorCode.BackendRefused => new(502, Server, "backend_refused"),
        ErrorCode.BackendBusy => new(429, "rate_limit_error", "backend_busy"),
        ErrorCode.ShuttingDown => new(503, Server, "shutting_down"),
        ErrorCode.Cancelled => new(499, Invalid, "cancelled"),
        ErrorCode.Timeout => new(504, Server, "timeout"),
        _ => new(500, Server, "internal_error"),
    };
}
