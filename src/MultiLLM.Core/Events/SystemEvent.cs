namespace MultiLLM.Core.Events;

/// <summary>Something worth knowing that happened in the service.</summary>
public sealed record SystemEvent
{
    /// <summary>Ascending, also over restarts of the service; given by the log.</summary>
    public long Id { get; init; }

    /// <summary>Given by the log where it is not set.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Subject and verb, for example "model.loaded"; see <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Message { get; init; }
    public string? ModelId { get; init; }

    /// <summary>Memory or disk that it is about.</summary>
    public long? Bytes { get; init; }

    /// <summary>How long it took.</summary>
    public double? Seconds { get; init; }

    /// <summary>0 to 1, of something that takes a while.</summary>
    public double? Progress { get; init; }
}
