using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Verifying;

namespace MultiLLM.Core.Gateway.Audit;

/// <summary>How the audit log does, and what proves it.</summary>
public interface IAuditStanding
{
    AuditStatus Status { get; }

    /// <summary>Why nothing but reading is allowed now: the log has to be kept and cannot be; null: all is well, or that is not configured.</summary>
    Error? Refusal { get; }

    /// <summary>Signs the log as it is now, with all that was appended before the call.</summary>
    Task<Result<Checkpoint>> CheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Checks all files against each other, the signatures, and a checkpoint that was kept elsewhere.</summary>
    Task<Result<AuditVerification>> VerifyAsync(Checkpoint? anchor, CancellationToken cancellationToken);
}

/// <summary>How the audit log stands.</summary>
public sealed record AuditStatus
{
    public bool Enabled { get; init; }
    public string Folder { get; init; } = "";

    /// <summary>Entries written since the service started.</summary>
    public long Written { get; init; }
    public int Waiting { get; init; }

    /// <summary>Entries that found no room to wait, or that the service could not write before it stopped.</summary>
    public long Lost { get; init; }

    /// <summary>Why nothing can be written, one sentence; null: it can.</summary>
    public string? Problem { get; init; }
    public DateTimeOffset? ProblemSince { get; init; }

    /// <summary>What the last check found, which the service makes of its own accord; null: none yet.</summary>
    public AuditVerification? LastCheck { get; init; }
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>PEM of the key that signs; null: it was not needed yet.</summary>
    public string? PublicKey { get; init; }
}
