namespace MultiLLM.Core.Gateway.Audit.Reading;

/// <summary>Which entries are wanted; null matches everything.</summary>
public sealed record AuditFilter
{
    public DateTimeOffset? From { get; init; }

    /// <summary>Not included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>An action, or the beginning of several up to a point, such as "key.".</summary>
    public string? Action { get; init; }
    public string? Actor { get; init; }
    public string? Key { get; init; }
    public string? Subject { get; init; }
    public string? Outcome { get; init; }
    public string? RequestId { get; init; }

    public bool Matches(AuditRecord record)
    {
        var entry = record.Entry;
        return (From is null || record.Time >= From) && (To is null || record.Time < To)
            && (Action is null || entry.Action == Action || (Action.EndsWith('.') && entry.Action.StartsWith(Action, StringComparison.Ordinal)))
            && (Actor is null || entry.Actor == Actor) && (Key is null || entry.KeyId == Key) && (Subject is null || entry.Subject == Subject)
            && (Outcome is null || entry.Outcome == Outcome) && (RequestId is null || entry.RequestId == RequestId);
    }
}
