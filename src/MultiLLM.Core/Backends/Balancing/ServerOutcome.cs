using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>What a request says about the server it went to.</summary>
internal enum ServerVerdict
{
    /// <summary>It works.</summary>
    Good,

    /// <summary>Nothing: the request was wrong, or its caller left.</summary>
    None,

    /// <summary>It failed, or was silent.</summary>
    Failed,

    /// <summary>It cannot be reached.</summary>
    Unreachable,

    /// <summary>It takes no more just now.</summary>
    Busy,

    /// <summary>It does not take this service's key, or does not know the model: no request will do better before somebody changes something.</summary>
    Refused,
}

/// <param name="Verdict">What it says.</param>
/// <param name="Reason">For a person; null: nothing went wrong.</param>
/// <param name="RetryAfter">When the server said to come back; null: it did not.</param>
internal sealed record ServerOutcome(ServerVerdict Verdict, string? Reason = null, TimeSpan? RetryAfter = null)
{
    public static ServerOutcome Good { get; } = new(ServerVerdict.Good);
    public static ServerOutcome None { get; } = new(ServerVerdict.None);

    /// <summary>From the request to the first output; null: there was none, or it is not known.</summary>
    public TimeSpan? FirstOutput { get; init; }

    /// <summary>Another server may do better.</summary>
    public bool OthersMayDoBetter => Verdict is not (ServerVerdict.Good or ServerVerdict.None);

    public static ServerOutcome Of(Error error) => new(
        error.Code switch
        {
            ErrorCode.BackendUnreachable => ServerVerdict.Unreachable,
            ErrorCode.BackendFailed or ErrorCode.Timeout or ErrorCode.Internal => ServerVerdict.Failed,
            ErrorCode.BackendBusy => ServerVerdict.Busy,
            ErrorCode.BackendRefused => ServerVerdict.Refused,
            _ => ServerVerdict.None,
        },
        error.Message,
        error.RetryAfter);
}
