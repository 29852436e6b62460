namespace MultiLLM.Core.Gateway.Audit.Verifying;

/// <summary>What was found when the log was checked.</summary>
public sealed record AuditVerification
{
    /// <summary>Nothing is wrong, as far as signatures reach.</summary>
    public bool IsIntact => ProblemCount == 0;

    /// <summary>The first ones, as sentences.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
    public required int ProblemCount { get; init; }

    /// <summary>Of the first entry that is there; 0: there is none.</summary>
    public long First { get; init; }
    public long Last { get; init; }

    /// <summary>Of the last entry.</summary>
    public string Hash { get; init; } = "";
    public long Entries { get; init; }
    public int Files { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }

    /// <summary>Signed checkpoints in the log that hold.</summary>
    public int Checkpoints { get; init; }

    /// <summary>The last entry that a signature covers; 0: none.</summary>
    public long SignedTo { get; init; }

    /// <summary>Older ones were removed after it was signed what they were.</summary>
    public long PrunedTo { get; init; }

    /// <summary>Bytes of a last entry that a crash cut off; 0: none.</summary>
    public int TornBytes { get; init; }
}
