namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /system/events?follow=false</c>.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="LastId">To go on from, with <c>after</c> or the header Last-Event-ID.</param>
/// <param name="Missed">Some that came after the id asked for are no longer kept.</param>
public sealed record EventList(IReadOnlyList<EventInfo> Events, long LastId, bool Missed);

/// <summary>Something that happened in the service.</summary>
public sealed record EventInfo
{
    /// <summary>Ascending. 0: not part of the log, but a word about the stream itself.</summary>
    public required long Id { get; init; }
    public required DateTimeOffset Time { get; init; }

    /// <summary>For example "model.loaded"; stable.</summary>
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
