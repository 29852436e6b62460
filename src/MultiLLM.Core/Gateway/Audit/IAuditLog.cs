namespace MultiLLM.Core.Gateway.Audit;

/// <summary>What was done and decided, for those who ask later. Entries can be added and never changed.</summary>
public interface IAuditLog
{
    /// <summary>Takes the entry in the order of the calls. Never waits for a disk and never throws; safe from any thread.</summary>
    void Append(AuditEntry entry);
}

/// <summary>One act or decision. No secret and no text of a prompt goes into it.</summary>
public sealed record AuditEntry
{
    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Who: a <see cref="Caller.Name"/>; "service" where it acted by itself.</summary>
    public required string Actor { get; init; }

    /// <summary>See <see cref="Caller.KeyId"/>.</summary>
    public string? KeyId { get; init; }

    /// <summary>What it was done to: a model, a key, a rule; null: nothing in particular.</summary>
    public string? Subject { get; init; }

    /// <summary>"done", "allowed", "flagged", "masked", "blocked" or "refused".</summary>
    public required string Outcome { get; init; }

    /// <summary>The request it belongs to; null: none.</summary>
    public string? RequestId { get; init; }

    /// <summary>What else there is to know, by name; short texts.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    /// <summary>With the caller's name and key.</summary>
    public static AuditEntry By(Caller caller, string action, string outcome, string? subject = null, string? requestId = null) => new()
    {
        Action = action,
        Actor = caller.Name,
        KeyId = caller.KeyId,
        Subject = subject,
        Outcome = outcome,
        RequestId = requestId,
    };
}
