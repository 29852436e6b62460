namespace MultiLLM.Contracts.Api;

/// <summary>Body of <c>PUT /system/log-level</c>.</summary>
public sealed record LogLevelRequest
{
    /// <summary>"Default", or the beginning of loggers' names, for example "MultiLLM". Default: "Default".</summary>
    public string? Category { get; init; }

    /// <summary>"trace", "debug", "information", "warning", "error", "critical", "none"; "configured": as the configuration says.</summary>
    public required string Level { get; init; }

    /// <summary>Then it goes back to what is configured, 1 to 604800. Default: when the service restarts.</summary>
    public int? Seconds { get; init; }
}

/// <summary>Answer of <c>GET</c> and <c>PUT /system/log-level</c>.</summary>
/// <param name="Levels">By category; loggers of none of them have the level of "Default".</param>
public sealed record LogLevelReport(IReadOnlyList<LogLevelInfo> Levels);

/// <summary>What is logged by the loggers whose names begin so.</summary>
/// <param name="Category">"Default", or the beginning of loggers' names.</param>
/// <param name="Level">As above.</param>
/// <param name="Changed">Set while the service runs.</param>
/// <param name="RevertsAt">When it goes back to what is configured; absent: when the service restarts, or it was not changed.</param>
public sealed record LogLevelInfo(string Category, string Level, bool Changed = false, DateTimeOffset? RevertsAt = null);
