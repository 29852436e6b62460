using System.Globalization;
using System.Text;

namespace MultiLLM.Core.Gateway.Audit.Chain;

/// <summary>Entries that the log makes of itself and signs: checkpoints, and what was pruned. Pure.</summary>
internal static class SignedEntries
{
    private const string Log = "log";
    private const string Covers = "covers";
    private const string Head = "head";
    private const string At = "at";
    private const string Key = "signing_key";
    private const string Signature = "signature";
    private const string First = "first";

    /// <summary>The first entry of a log.</summary>
    public static AuditEntry Began(string log, string keyId) => Entry(AuditActions.AuditBegan, new() { [Log] = log, [Key] = keyId });

    public static AuditEntry Of(Checkpoint checkpoint) => Entry(AuditActions.AuditCheckpoint, new()
    {
        [Log] = checkpoint.Log,
        [Covers] = checkpoint.Sequence.ToString(CultureInfo.InvariantCulture),
        [Head] = checkpoint.Hash,
        [At] = checkpoint.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        [Key] = checkpoint.Key,
        [Signature] = checkpoint.Signature,
    });

    /// <summary>Null: the entry does not hold one.</summary>
    public static Checkpoint? CheckpointOf(AuditEntry entry)
    {
        var details = entry.Details;
        return details.TryGetValue(Log, out var log) && details.TryGetValue(Covers, out var covers) && details.TryGetValue(Head, out var head)
            && details.TryGetValue(At, out var at) && details.TryGetValue(Key, out var key) && details.TryGetValue(Signature, out var signature)
            && long.TryParse(covers, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new Checkpoint { Log = log, Sequence = sequence, Hash = head, Time = time, Key = key, Signature = signature }
            : null;
    }

    /// <param name="signer">Of the log.</param>
    /// <param name="log">Its id.</param>
    /// <param name="first">First entry that goes.</param>
    /// <param name="last">The last one, which the chain goes on from.</param>
    public static AuditEntry Pruned(AuditSigner signer, string log, long first, ChainHead last) => Entry(AuditActions.AuditPruned, new()
    {
        [Log] = log,
        [First] = first.ToString(CultureInfo.InvariantCulture),
        [Covers] = last.Sequence.ToString(CultureInfo.InvariantCulture),
        [Head] = last.Hash,
        [Key] = signer.KeyId,
        [Signature] = signer.Sign(PrunedStatement(log, last)),
    });

    /// <summary>The end of what was pruned; null: the entry does not say it, or nobody trusted signed it.</summary>
    public static ChainHead? PrunedOf(AuditEntry entry, AuditTrust trust)
    {
        var details = entry.Details;
        if (entry.Action != AuditActions.AuditPruned || !details.TryGetValue(Log, out var log) || !details.TryGetValue(Covers, out var covers)
            || !details.TryGetValue(Head, out var head) || !details.TryGetValue(Key, out var key) || !details.TryGetValue(Signature, out var signature)
            || !long.TryParse(covers, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return null;
        }
        var last = new ChainHead(sequence, head);
        return trust.IsSigned(key, PrunedStatement(log, last), signature) ? last : null;
    }

    private static AuditEntry Entry(string action, Dictionary<string, string> details) =>
        new() { Action = action, Actor = "service", Outcome = "done", Details = details };

    private static byte[] PrunedStatement(string log, ChainHead last) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"multillm audit pruned 1\n{log}\n{last.Sequence}\n{last.Hash}\n"));
}
