using System.Globalization;
using System.Security.Cryptography;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Verifying;

namespace MultiLLM.Core.Gateway.Audit.Files;

/// <summary>Where writing goes on.</summary>
/// <param name="Log">Id of the log.</param>
/// <param name="Head">What the next entry follows.</param>
/// <param name="Segment">To go on in; null: a new one is begun.</param>
/// <param name="Notes">What the log has to say about how it was found.</param>
internal sealed record AuditOpened(string Log, ChainHead Head, AuditSegment? Segment, IReadOnlyList<AuditEntry> Notes);

/// <summary>
/// Finds the end of a log. What a crash cut off in the middle is removed and noted. Where the end is not what was signed, writing goes on from the signed
/// head: the gap stays visible for ever, and nothing that somebody put in its place is ever signed.
/// </summary>
internal static class AuditOpening
{
    /// <exception cref="IOException">The files cannot be read, or the torn line cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static AuditOpened Open(AuditFolder folder, AuditTrust trust)
    {
        var segments = folder.Segments();
        var signed = folder.ReadHead() is { } head && trust.IsSigned(head) ? head : null;
        if (segments.Count == 0)
            return Empty(signed);
        var notes = new List<AuditEntry>();
        var last = segments[^1];
        RemoveTorn(last, notes);
        var (end, log, isSound) = Follow(segments, signed, trust);
        var id = signed?.Log ?? log ?? NewLog();
        if (signed is null)
            notes.Add(Recovered("The last signed head is missing or does not hold."));
        if (isSound && (signed is null || signed.Sequence <= end.Sequence))
            return new AuditOpened(id, end, last, notes);
        var from = signed is null ? end : new ChainHead(Math.Max(signed.Sequence, end.Sequence), signed.Hash);
        notes.Add(Recovered(string.Create(
            CultureInfo.InvariantCulture, $"The log ended with entry {end.Sequence}, and that is not what was signed: somebody changed it, or its disk lost it.")));
        return new AuditOpened(id, from, null, notes);
    }

    private static AuditOpened Empty(Checkpoint? signed) => signed is null || signed.Sequence == 0
        ? new AuditOpened(signed?.Log ?? NewLog(), ChainHead.Start, null, [])
        : new AuditOpened(signed.Log, new ChainHead(signed.Sequence, signed.Hash), null, [Recovered("The files of the log are gone, though its head is signed.")]);

    /// <summary>From the file that holds the signed head to the end; all before was signed for good when that file was closed.</summary>
    private static (ChainHead End, string? Log, bool IsSound) Follow(IReadOnlyList<AuditSegment> segments, Checkpoint? signed, AuditTrust trust)
    {
        var (end, log, sound, isFirst) = (ChainHead.Start, (string?)null, true, true);
        var from = signed is null ? segments[^1] : segments.LastOrDefault(segment => segment.First <= signed.Sequence) ?? segments[0];
        foreach (var segment in segments.Where(segment => segment.First >= from.First))
        {
            using var lines = new SegmentLines(segment.Path);
            while (lines.Next())
            {
                if (!AuditLine.TrySplit(lines.Current, out var hash, out var body) || AuditLine.Parse(lines.Current) is not { } record)
                {
                    sound = false;
                    continue;
                }
                sound &= isFirst || (record.Sequence == end.Sequence + 1 && AuditLine.HashOf(end.Hash, body) == hash);
                sound &= signed is null || record.Sequence != signed.Sequence || hash == signed.Hash;
                if (record.Entry.Action == AuditActions.AuditCheckpoint && SignedEntries.CheckpointOf(record.Entry) is { } checkpoint && trust.IsSigned(checkpoint))
                    log = checkpoint.Log;
                (end, isFirst) = (new ChainHead(record.Sequence, hash), false);
            }
        }
        return (end, log, sound);
    }

    private static void RemoveTorn(AuditSegment segment, List<AuditEntry> notes)
    {
        long length = 0;
        byte[]? torn = null;
        using (var lines = new SegmentLines(segment.Path))
        {
            while (lines.Next())
            {
                if (lines.IsWhole || !TornLine.IsPossible(lines.Current))
                    continue;
                (length, torn) = (lines.Position, lines.Current.ToArray());
            }
        }
        if (torn is null)
            return;
        using (var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Write, FileShare.Read))
            file.SetLength(length);
        var note = Recovered("The last entry was cut off in the middle when the service ended; what there was of it was removed.");
        notes.Add(note with
        {
            Details = new Dictionary<string, string>(note.Details)
            {
                ["bytes"] = torn.Length.ToString(CultureInfo.InvariantCulture),
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(torn)),
            },
        });
    }

    private static AuditEntry Recovered(string what) => new()
    {
        Action = AuditActions.AuditRecovered,
        Actor = "service",
        Outcome = "done",
        Details = new Dictionary<string, string> { ["what"] = what },
    };

    private static string NewLog() => Guid.NewGuid().ToString("N");
}
