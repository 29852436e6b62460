namespace MultiLLM.Core.Analytics;

/// <summary>Which records are wanted; null matches everything, and the empty string what has none.</summary>
public sealed record RecordFilter
{
    public required DateTimeOffset From { get; init; }

    /// <summary>Not included.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Who answered.</summary>
    public string? Model { get; init; }
    public string? Task { get; init; }
    public string? Key { get; init; }
    public string? Endpoint { get; init; }
    public RequestOutcome? Outcome { get; init; }
    public string? ErrorCode { get; init; }
    public string? RequestId { get; init; }
    public string? ConversationId { get; init; }
}
