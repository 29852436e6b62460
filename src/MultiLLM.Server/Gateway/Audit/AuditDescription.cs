using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Gateway.Audit.Verifying;

namespace MultiLLM.Server.Gateway.Audit;

internal static class AuditDescription
{
    public static AuditEntryInfo Of(AuditRecord record) => new()
    {
        Sequence = record.Sequence,
        Time = record.Time,
        Action = record.Entry.Action,
        Outcome = record.Entry.Outcome,
        Actor = record.Entry.Actor,
        Key = record.Entry.KeyId,
        Subject = record.Entry.Subject,
        RequestId = record.Entry.RequestId,
        Details = record.Entry.Details.Count > 0 ? record.Entry.Details : null,
        Hash = record.Hash,
    };

    public static AuditVerificationInfo Of(AuditVerification found) => new()
    {
        Intact = found.IsIntact,
        Problems = found.Problems,
        ProblemCount = found.ProblemCount,
        First = found.First,
        Last = found.Last,
        Hash = found.Hash,
        Entries = found.Entries,
        Files = found.Files,
        From = found.From,
        To = found.To,
        Checkpoints = found.Checkpoints,
        SignedTo = found.SignedTo,
        PrunedTo = found.PrunedTo,
        TornBytes = found.TornBytes,
    };

    public static AuditCheckpointInfo Of(Checkpoint checkpoint, string? publicKey) => new()
    {
        Log = checkpoint.Log,
        Sequence = checkpoint.Sequence,
        Hash = checkpoint.Hash,
        Time = checkpoint.Time,
        Key = checkpoint.Key,
        Signature = checkpoint.Signature,
        PublicKey = publicKey,
    };

    public static Checkpoint From(AuditCheckpointInfo told) => new()
    {
        Log = told.Log,
        Sequence = told.Sequence,
        Hash = told.Hash,
        Time = told.Time,
        Key = told.Key,
        Signature = told.Signature,
    };

    public static HoldInfo Of(LegalHold hold) => new()
    {
        Id = hold.Id,
        Reason = hold.Reason,
        Key = hold.Key,
        Conversation = hold.Conversation,
        From = hold.From,
        To = hold.To,
        PlacedBy = hold.PlacedBy,
        PlacedAt = hold.PlacedAt,
    };
}
