namespace MultiLLM.Core.Errors;

/// <summary>Everything that can fail in the field. One table in the server maps each to a status and to each dialect's envelope.</summary>
public enum ErrorCode
{
    InvalidRequest,
    InvalidJson,
    BodyTooLarge,
    ModelNotFound,
    ModelKindMismatch,
    ContextLengthExceeded,
    InvalidGrammar,
    UnsupportedSchema,
    TemplateFailed,
    QueueFull,
    ModelBusy,
    ModelLoadFailed,
    InsufficientMemory,
    RunnerCrashed,
    ShuttingDown,
    Cancelled,
    Timeout,
    Internal,
}
