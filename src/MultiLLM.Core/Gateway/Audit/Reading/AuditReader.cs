using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Files;

namespace MultiLLM.Core.Gateway.Audit.Reading;

/// <summary>Reads the files, one segment at a time. Lines that are no entries are the verifier's business, and passed over here.</summary>
internal sealed class AuditReader(AuditFolder folder) : IAuditReader
{
    public IReadOnlyList<AuditRecord> Newest(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        var found = new List<AuditRecord>();
        foreach (var segment in folder.Segments().Reverse().Where(segment => before is null || segment.First < before))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The last ones of a file are found when all of it was read; older ones make room for them.
            var last = new Queue<AuditRecord>();
            foreach (var record in Entries(segment))
            {
                if ((before is { } limitSequence && record.Sequence >= limitSequence) || !filter.Matches(record))
                    continue;
                last.Enqueue(record);
                if (last.Count > limit - found.Count)
                    last.Dequeue();
            }
            found.AddRange(last.Reverse());
            if (found.Count == limit)
                break;
        }
        return found;
    }

    public IEnumerable<AuditRecord> All(AuditFilter filter) => folder.Segments().SelectMany(Entries).Where(filter.Matches);

    private static IEnumerable<AuditRecord> Entries(AuditSegment segment)
    {
        using var lines = new SegmentLines(segment.Path);
        while (lines.Next())
        {
            if (lines.IsWhole && AuditLine.Parse(lines.Current) is { } record)
                yield return record;
        }
    }
}
