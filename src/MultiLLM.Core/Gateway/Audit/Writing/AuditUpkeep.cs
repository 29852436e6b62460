using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Files;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Gateway.Audit.Writing;

/// <summary>Removes files of the log that have outlived their time and that no legal hold covers. Called by the writer.</summary>
internal sealed partial class AuditUpkeep(HoldBook holds, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditUpkeep> log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly MonotonicClock _clock = new(time);
    private long? _lastAt;

    public void RunWhenDue(AuditFile file)
    {
        if (_lastAt is { } last && time.GetElapsedTime(last) < Interval)
            return;
        _lastAt = time.GetTimestamp();
        Run(file);
    }

    public void Run(AuditFile file)
    {
        // The earlier of two clocks: a wall clock that was set to another year must not delete everything.
        var (wall, steady) = (time.GetUtcNow(), _clock.Now);
        var before = (wall < steady ? wall : steady) - options.Value.MaxAge;
        if (holds.Current is not { } held)
            return; // which holds there are is not known, so nothing goes
        var gone = file.Prune(segment => MayGo(segment, before, held));
        if (gone > 0)
            LogPruned(gone);
    }

    /// <summary>Any hold whose time touches the file's keeps it whole: a chain has no room for entries left out.</summary>
    private static bool MayGo(AuditSegment segment, DateTimeOffset before, IReadOnlyList<LegalHold> holds)
    {
        DateTimeOffset? from = null;
        DateTimeOffset? to = null;
        using var lines = new SegmentLines(segment.Path);
        while (lines.Next())
        {
            if (AuditLine.Parse(lines.Current) is not { } record)
                return false; // damaged: evidence, not garbage
            from = from is { } earliest && earliest < record.Time ? earliest : record.Time;
            to = to is { } latest && latest > record.Time ? latest : record.Time;
        }
        return from is { } begin && to is { } end && end < before && !holds.Any(hold => hold.Touches(begin, end));
    }

    [LoggerMessage(LogLevel.Information, "{Entries} old entries of the audit log were removed")]
    private partial void LogPruned(long entries);
}
