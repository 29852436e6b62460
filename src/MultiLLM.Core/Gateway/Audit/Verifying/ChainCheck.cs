using System.Globalization;
using MultiLLM.Core.Gateway.Audit.Chain;

namespace MultiLLM.Core.Gateway.Audit.Verifying;

/// <summary>Follows a chain entry by entry and notes what does not hold. After a fault it goes on from what the entry says, so that all faults are found. Pure.</summary>
internal sealed class ChainCheck(AuditTrust trust, IReadOnlyList<Checkpoint> anchors, ChainHead start)
{
    private const int MostProblems = 100;

    private readonly List<string> _problems = [];
    private readonly long _prunedTo = start.Sequence;
    private ChainHead _head = start;
    private string? _log = anchors.Count > 0 ? anchors[0].Log : null;
    private int _problemCount;
    private long _first;
    private long _entries;
    private int _checkpoints;
    private long _signedTo;
    private DateTimeOffset? _from;
    private DateTimeOffset? _to;

    public ChainHead Head => _head;

    public void Report(string problem)
    {
        _problemCount++;
        if (_problems.Count < MostProblems)
            _problems.Add(problem);
    }

    /// <param name="line">Without its end.</param>
    /// <param name="place">For a person: file and line.</param>
    public void Follow(ReadOnlySpan<byte> line, string place)
    {
        if (!AuditLine.TrySplit(line, out var hash, out var body) || AuditLine.Parse(line) is not { } record)
        {
            Report($"{place} is no entry.");
            return;
        }
        var sound = true;
        if (record.Sequence != _head.Sequence + 1)
        {
            sound = false;
            Report(string.Create(CultureInfo.InvariantCulture, $"{place} is entry {record.Sequence} where {_head.Sequence + 1} has to follow."));
        }
        if (AuditLine.HashOf(_head.Hash, body) != hash)
        {
            sound = false;
            Report(string.Create(CultureInfo.InvariantCulture, $"{place}, entry {record.Sequence}, is not what was written after the entry before it."));
        }
        if (record.Entry.Action == AuditActions.AuditCheckpoint)
            CheckSignature(record, place, sound);
        _head = new ChainHead(record.Sequence, hash);
        foreach (var anchor in anchors)
        {
            if (anchor.Sequence != record.Sequence)
                continue;
            if (anchor.Hash == hash)
                _signedTo = Math.Max(_signedTo, record.Sequence);
            else
                Report(string.Create(CultureInfo.InvariantCulture, $"{place}, entry {record.Sequence}, is not the one that was signed on {anchor.Time:u}."));
        }
        _entries++;
        if (_first == 0)
            _first = record.Sequence;
        _from ??= record.Time;
        _to = record.Time;
    }

    public AuditVerification Conclude(int files, int tornBytes)
    {
        foreach (var anchor in anchors.Where(anchor => anchor.Sequence > _head.Sequence))
        {
            Report(string.Create(
                CultureInfo.InvariantCulture, $"The log ends with entry {_head.Sequence}, but entry {anchor.Sequence} was signed on {anchor.Time:u}: its end was cut off."));
        }
        return new AuditVerification
        {
            Problems = _problems,
            ProblemCount = _problemCount,
            First = _first,
            Last = _entries > 0 ? _head.Sequence : 0,
            Hash = _head.Hash,
            Entries = _entries,
            Files = files,
            From = _from,
            To = _to,
            Checkpoints = _checkpoints,
            SignedTo = _signedTo,
            PrunedTo = _prunedTo,
            TornBytes = tornBytes,
        };
    }

    private void CheckSignature(AuditRecord record, string place, bool sound)
    {
        var checkpoint = SignedEntries.CheckpointOf(record.Entry);
        if (checkpoint is null || checkpoint.Sequence != _head.Sequence || checkpoint.Hash != _head.Hash)
            Report($"{place} is a checkpoint that does not fit what comes before it.");
        else if (!trust.Knows(checkpoint.Key))
            Report($"{place} is a checkpoint signed with the key {checkpoint.Key}, which is not known here.");
        else if (!trust.IsSigned(checkpoint))
            Report($"{place} is a checkpoint whose signature does not hold.");
        else if (checkpoint.Log != (_log ??= checkpoint.Log))
            Report($"{place} is a checkpoint of another log.");
        else if (sound)
            (_checkpoints, _signedTo) = (_checkpoints + 1, Math.Max(_signedTo, checkpoint.Sequence));
    }
}
