namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /audit</c>, the newest entries first.</summary>
/// <param name="Entries">What was done and decided.</param>
/// <param name="Cursor">For the next page; absent: this was the last one.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntryInfo> Entries, string? Cursor = null);

/// <summary>One act or decision.</summary>
public sealed record AuditEntryInfo
{
    /// <summary>1, 2, 3 …, without gaps.</summary>
    public required long Sequence { get; init; }
    public required DateTimeOffset Time { get; init; }

    /// <summary>Subject and verb, for example "model.approved".</summary>
    public required string Action { get; init; }

    /// <summary>"done", "allowed", "flagged", "masked", "blocked", "refused" or "failed".</summary>
    public required string Outcome { get; init; }

    /// <summary>Who; "service" where it acted by itself.</summary>
    public required string Actor { get; init; }

    /// <summary>Public id of the key that was used.</summary>
    public string? Key { get; init; }

    /// <summary>What it was done to: a model, a key, a rule.</summary>
    public string? Subject { get; init; }
    public string? RequestId { get; init; }
    public IReadOnlyDictionary<string, string>? Details { get; init; }

    /// <summary>Of this entry and all before it, SHA-256 in hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>Answer of <c>POST /audit/checkpoint</c>, and what <c>POST /audit/verify</c> takes: the signed end of the log, to be kept elsewhere.</summary>
public sealed record AuditCheckpointInfo
{
    /// <summary>Which log.</summary>
    public required string Log { get; init; }
    public required long Sequence { get; init; }
    public required string Hash { get; init; }
    public required DateTimeOffset Time { get; init; }

    /// <summary>Id of the key that signed.</summary>
    public required string Key { get; init; }

    /// <summary>ECDSA on P-256 with SHA-256, base64.</summary>
    public required string Signature { get; init; }

    /// <summary>PEM of the public key that checks it.</summary>
    public string? PublicKey { get; init; }
}

/// <summary>Body of <c>POST /audit/verify</c>.</summary>
public sealed record AuditVerifyRequest
{
    /// <summary>One that was kept elsewhere; absent: the log is checked against what lies beside it.</summary>
    public AuditCheckpointInfo? Checkpoint { get; init; }
}

/// <summary>Answer of <c>GET</c> and <c>POST /audit/verify</c>.</summary>
public sealed record AuditVerificationInfo
{
    /// <summary>Nothing is wrong, as far as signatures reach.</summary>
    public required bool Intact { get; init; }

    /// <summary>What is wrong, the first hundred, as sentences.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
    public required int ProblemCount { get; init; }
    public required long First { get; init; }
    public required long Last { get; init; }
    public required string Hash { get; init; }
    public required long Entries { get; init; }
    public required int Files { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }

    /// <summary>Signed checkpoints that hold.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>The last entry that a signature covers. Later ones are chained, but whoever can write the files could make them anew.</summary>
    public required long SignedTo { get; init; }

    /// <summary>Older ones were removed after it was signed what they were; 0: none.</summary>
    public required long PrunedTo { get; init; }

    /// <summary>Bytes of a last entry that a crash cut off; 0: none.</summary>
    public required int TornBytes { get; init; }
}

/// <summary>Answer of <c>GET /audit/holds</c>.</summary>
public sealed record HoldList(IReadOnlyList<HoldInfo> Holds);

/// <summary>What must not be deleted. Absent members match everything.</summary>
public sealed record HoldInfo
{
    public required string Id { get; init; }
    public required string Reason { get; init; }
    public string? Key { get; init; }
    public string? Conversation { get; init; }
    public DateTimeOffset? From { get; init; }

    /// <summary>Not included.</summary>
    public DateTimeOffset? To { get; init; }
    public required string PlacedBy { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }
}

/// <summary>Body of <c>POST /audit/holds</c>.</summary>
public sealed record HoldRequest
{
    public required string Reason { get; init; }

    /// <summary>Public id of a key; absent: all.</summary>
    public string? Key { get; init; }
    public string? Conversation { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }
}

/// <summary>Body of <c>POST /audit/holds/{id}/lift</c>.</summary>
public sealed record LiftRequest
{
    public required string Reason { get; init; }
}

/// <summary>Answer of <c>DELETE /analytics/prompts</c>.</summary>
/// <param name="Prompts">Texts erased from the database.</param>
/// <param name="Decisions">Texts erased from the remembered decisions.</param>
/// <param name="SavedStates">Files deleted that held states of paused conversations with the same models.</param>
public sealed record ErasedInfo(int Prompts, int Decisions, int SavedStates);
