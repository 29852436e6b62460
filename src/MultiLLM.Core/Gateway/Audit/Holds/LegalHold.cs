namespace MultiLLM.Core.Gateway.Audit.Holds;

/// <summary>What must not be deleted, because a court, an authority or an inquiry may ask for it. Null matches everything.</summary>
public sealed record LegalHold
{
    public required string Id { get; init; }
    public required string Reason { get; init; }

    /// <summary>Public id of a key.</summary>
    public string? Key { get; init; }
    public string? Conversation { get; init; }
    public DateTimeOffset? From { get; init; }

    /// <summary>Not included.</summary>
    public DateTimeOffset? To { get; init; }
    public required string PlacedBy { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>Something of the period is in its time.</summary>
    public bool Touches(DateTimeOffset from, DateTimeOffset to) => (From is null || to >= From) && (To is null || from < To);

    /// <summary>It protects all of a conversation, or all that came with a key.</summary>
    public bool CoversAll(string? conversation, string? key) =>
        From is null && To is null && (Conversation is null || Conversation == conversation) && (Key is null || Key == key);

    /// <summary>Some of what somebody wants to erase may be among what it protects.</summary>
    public bool CanCover(string? conversation, string? key) =>
        (Conversation is null || conversation is null || Conversation == conversation) && (Key is null || key is null || Key == key);
}

/// <summary>A hold somebody wants to place.</summary>
public sealed record HoldOrder(string Reason, string? Key, string? Conversation, DateTimeOffset? From, DateTimeOffset? To);
