using System.Globalization;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Files;

namespace MultiLLM.Core.Gateway.Audit.Verifying;

/// <summary>
/// Reads a log's files from the first entry to the last and finds every edit, deletion, insertion and reordering, and a missing end as far back as the
/// last signed head, the one beside the files or one that was kept elsewhere. Needs no running service.
/// </summary>
internal sealed class AuditVerifier(AuditFolder folder, AuditTrust trust)
{
    /// <param name="anchor">A checkpoint that was kept elsewhere.</param>
    /// <param name="cancellationToken">Stops before the end.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public AuditVerification Verify(Checkpoint? anchor, CancellationToken cancellationToken)
    {
        // The head first: while the service writes, files only get longer than it says.
        var complaints = new List<string>();
        var anchors = Anchors(anchor, complaints);
        var segments = folder.Segments();
        var begin = segments.Count > 0 && segments[0].First > 1 ? FindPruned(segments, cancellationToken) : null;
        var check = new ChainCheck(trust, anchors, begin ?? ChainHead.Start);
        complaints.ForEach(check.Report);
        if (segments.Count == 0 && (anchors.Count > 0 || File.Exists(folder.HeadPath)))
            check.Report("There are no files of the log, but its head is signed.");
        else if (segments.Count > 0 && segments[0].First > 1 && begin is null)
            check.Report(string.Create(CultureInfo.InvariantCulture, $"The log begins with entry {segments[0].First}, and nothing signed says what became of those before."));
        var torn = 0;
        for (var i = 0; i < segments.Count; i++)
            torn = Follow(segments[i], isLast: i == segments.Count - 1, check, cancellationToken);
        return check.Conclude(segments.Count, torn);
    }

    private List<Checkpoint> Anchors(Checkpoint? given, List<string> complaints)
    {
        var anchors = new List<Checkpoint>();
        if (given is not null)
            Add(given, "The checkpoint given", anchors, complaints);
        if (File.Exists(folder.HeadPath))
        {
            var bytes = File.ReadAllBytes(folder.HeadPath);
            if (Checkpoint.Parse(bytes) is { } head && head.ToJson().AsSpan().SequenceEqual(bytes))
                Add(head, AuditFolder.HeadFile, anchors, complaints);
            else
                complaints.Add($"{AuditFolder.HeadFile} is not as it was written.");
        }
        else if (folder.Segments().Count > 0)
        {
            complaints.Add($"{AuditFolder.HeadFile}, the last signed head, is missing.");
        }
        if (anchors.Select(one => one.Log).Distinct().Count() > 1)
            complaints.Add("The checkpoint given is of another log.");
        return anchors;
    }

    private void Add(Checkpoint checkpoint, string name, List<Checkpoint> anchors, List<string> complaints)
    {
        if (trust.IsSigned(checkpoint))
            anchors.Add(checkpoint);
        else
            complaints.Add(trust.Knows(checkpoint.Key) ? $"{name} has a signature that does not hold." : $"{name} is signed with the key {checkpoint.Key}, which is not known here.");
    }

    /// <returns>Bytes of a torn last line; 0: there is none.</returns>
    private static int Follow(AuditSegment segment, bool isLast, ChainCheck check, CancellationToken cancellationToken)
    {
        if (segment.First != check.Head.Sequence + 1)
            check.Report(string.Create(CultureInfo.InvariantCulture, $"{segment.Name} begins after a gap: entry {check.Head.Sequence + 1} has to follow."));
        using var lines = new SegmentLines(segment.Path);
        for (var number = 1; lines.Next(); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = string.Create(CultureInfo.InvariantCulture, $"{segment.Name}, line {number}");
            if (lines.IsWhole)
                check.Follow(lines.Current, place);
            else if (isLast && TornLine.IsPossible(lines.Current))
                return lines.Current.Length;
            else
                check.Report($"{place} has no end.");
        }
        return 0;
    }

    /// <summary>What the log says of entries that are no longer there.</summary>
    private ChainHead? FindPruned(IReadOnlyList<AuditSegment> segments, CancellationToken cancellationToken)
    {
        foreach (var segment in segments)
        {
            using var lines = new SegmentLines(segment.Path);
            while (lines.Next())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (lines.Current.IndexOf("\"action\":\"audit.pruned\""u8) >= 0 && AuditLine.Parse(lines.Current) is { } record
                    && SignedEntries.PrunedOf(record.Entry, trust) is { } last && last.Sequence == segments[0].First - 1)
                {
                    return last;
                }
            }
        }
        return null;
    }
}
