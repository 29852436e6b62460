namespace MultiLLM.Server.Monitoring;

/// <summary>What followers of the events may take.</summary>
internal sealed record EventStreamLimits
{
    /// <summary>At once; each costs a connection.</summary>
    public int MaxFollowers { get; init; } = 64;

    /// <summary>A follower that takes nothing for so long is cut off.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence after which a comment shows that the service is there.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);
}
