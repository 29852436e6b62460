namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /backends</c>.</summary>
/// <param name="Backends">Models that servers elsewhere answer for, by id.</param>
public sealed record BackendList(IReadOnlyList<BackendInfo> Backends);

/// <summary>The servers of one model.</summary>
/// <param name="ModelId">The model.</param>
/// <param name="Waiting">Requests that wait for one of its servers.</param>
/// <param name="Servers">In the order of the configuration.</param>
public sealed record BackendInfo(string ModelId, int Waiting, IReadOnlyList<BackendServerInfo> Servers);

/// <summary>One server and how it stands. Counts are since the service started.</summary>
public sealed record BackendServerInfo
{
    public required string Name { get; init; }

    /// <summary>Scheme, host and port.</summary>
    public required string Address { get; init; }

    /// <summary>As the server calls the model.</summary>
    public required string Model { get; init; }

    /// <summary>"unknown" (nobody asked it anything yet), "up", "down" (it cannot be reached or keeps failing), "busy" (it asked for a pause) or "refused" (it does not take this service's key, or does not know the model).</summary>
    public required string State { get; init; }

    /// <summary>Why it is passed over; absent: it is not.</summary>
    public string? Reason { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? RetryAt { get; init; }
    public int InFlight { get; init; }

    /// <summary>Absent: as many as come.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>Absent: as many as come.</summary>
    public int? RequestsPerMinute { get; init; }
    public double Weight { get; init; }
    public long Requests { get; init; }
    public long Failures { get; init; }
    public string? LastFailure { get; init; }

    /// <summary>Moving average of the time from a request to its first output; absent: not measured.</summary>
    public double? FirstOutputSeconds { get; init; }

    /// <summary>When a request or a probe last ended there, well or not; absent: none has yet.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Where its key comes from, never the key: "environment variable NAME" or "file PATH"; absent: it is sent none.</summary>
    public string? KeyFrom { get; init; }
    public BackendPrice? Price { get; init; }
}

/// <summary>Of a million tokens.</summary>
/// <param name="InputPerMillion">Of prompts.</param>
/// <param name="OutputPerMillion">Of answers.</param>
/// <param name="Currency">For example "USD".</param>
public sealed record BackendPrice(decimal InputPerMillion, decimal OutputPerMillion, string Currency);
