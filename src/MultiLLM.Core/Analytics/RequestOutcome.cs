namespace MultiLLM.Core.Analytics;

/// <summary>How a request, or one attempt at it, ended. Rollups are packed in this order, so new ones come last.</summary>
public enum RequestOutcome
{
    /// <summary>Answered to the end.</summary>
    Ok = 0,

    /// <summary>The service or a model failed.</summary>
    Failed = 1,

    /// <summary>It could not be served as asked, or there was no room for it.</summary>
    Refused = 2,

    /// <summary>The caller left before the end.</summary>
    Cancelled = 3,

    /// <summary>An attempt that failed, after which another one took its place. Not a request of its own.</summary>
    Superseded = 4,
}
