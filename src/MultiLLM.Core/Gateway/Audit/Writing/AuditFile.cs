using System.Buffers;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Files;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Audit.Writing;

/// <summary>
/// The end of the log, open for writing: entries go in as a whole or not at all. Its one owner calls; not safe from several threads. What the disk cannot
/// do is an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>, after which the next call opens it anew.
/// </summary>
internal sealed class AuditFile(AuditFolder folder, string keyFolder, AuditOptions options, TimeProvider time) : IDisposable
{
    private const string LockFile = "lock";

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private AuditSigner? _signer;
    private FileStream? _lock;
    private FileStream? _file;
    private ChainHead _head = ChainHead.Start;
    private string _log = "";
    private DateTimeOffset _begun;
    private DateTimeOffset _signedAt;
    private long _signedTo;

    /// <summary>Sequence of the last entry that is written.</summary>
    public long Last => _head.Sequence;

    public string Log => _log;

    public AuditSigner? Signer => _signer;

    /// <summary>Entries that no signature covers yet, and when the last one was made.</summary>
    public (long Entries, DateTimeOffset Since) Unsigned => (_head.Sequence - _signedTo, _signedAt);

    public void Append(IReadOnlyList<AuditWork.Keep> entries)
    {
        EnsureOpen();
        if (entries.Count == 0)
            return;
        if (_file!.Length >= options.SegmentBytes || time.GetUtcNow() - _begun >= options.SegmentAge)
            BeginNext();
        Write(entries, toDisk: options.Sync == AuditSync.EachWrite);
    }

    /// <summary>Adds a signed checkpoint, and signs the end after it: what is beside the files, and what can be kept elsewhere.</summary>
    public Checkpoint Sign()
    {
        EnsureOpen();
        return SignEnd();
    }

    /// <summary>Deletes files from the oldest on, as long as <paramref name="mayGo"/>, after it is written and signed what they were.</summary>
    /// <returns>The entries that went.</returns>
    public long Prune(Func<AuditSegment, bool> mayGo)
    {
        EnsureOpen();
        var segments = folder.Segments();
        long gone = 0;
        for (var i = 0; i < segments.Count - 1 && mayGo(segments[i]); i++)
        {
            var last = EndOf(segments[i]);
            Write([new(SignedEntries.Pruned(_signer!, _log, segments[i].First, last), time.GetUtcNow())], toDisk: true);
            SignEnd();
            File.Delete(segments[i].Path);
            gone += last.Sequence - segments[i].First + 1;
        }
        return gone;
    }

    public void Dispose()
    {
        Close();
        _lock?.Dispose();
        _signer?.Dispose();
    }

    private void EnsureOpen()
    {
        if (_file is not null)
            return;
        OwnerOnly.CreateFolder(folder.Path);
        _lock ??= OwnerOnly.Open(Path.Combine(folder.Path, LockFile), FileMode.OpenOrCreate, FileShare.None); // two writers would tear the chain apart
        _signer ??= AuditSigner.Open(keyFolder);
        using var trust = AuditTrust.OfFolder(keyFolder);
        var opened = AuditOpening.Open(folder, trust);
        (_log, _head) = (opened.Log, opened.Head);
        var isNew = opened is { Segment: null, Head.Sequence: 0 };
        if (isNew)
            folder.WriteHead(Checkpoint.Sign(_signer, _log, _head, time.GetUtcNow())); // so that a missing head always means something
        var path = opened.Segment?.Path ?? folder.PathOf(_head.Sequence + 1);
        _file = OwnerOnly.Open(path, FileMode.Append);
        _begun = new DateTimeOffset(File.GetCreationTimeUtc(path), TimeSpan.Zero);
        List<AuditEntry> notes = [.. opened.Notes];
        if (isNew)
            notes.Insert(0, SignedEntries.Began(_log, _signer.KeyId));
        if (notes.Count > 0)
            Write([.. notes.Select(note => new AuditWork.Keep(note, time.GetUtcNow()))], toDisk: true);
        SignEnd();
    }

    private Checkpoint SignEnd()
    {
        var now = time.GetUtcNow();
        Write([new(SignedEntries.Of(Checkpoint.Sign(_signer!, _log, _head, now)), now)], toDisk: true);
        var head = Checkpoint.Sign(_signer!, _log, _head, now);
        folder.WriteHead(head);
        (_signedTo, _signedAt) = (_head.Sequence, now);
        return head;
    }

    private void BeginNext()
    {
        SignEnd();
        Close();
        _file = OwnerOnly.Open(folder.PathOf(_head.Sequence + 1), FileMode.Append);
        _begun = time.GetUtcNow();
    }

    private void Write(IReadOnlyList<AuditWork.Keep> entries, bool toDisk)
    {
        _buffer.ResetWrittenCount();
        var head = _head;
        foreach (var (entry, at) in entries)
            head = AuditLine.Append(_buffer, head, entry, at);
        var length = _file!.Length;
        try
        {
            _file.Write(_buffer.WrittenSpan);
            _file.Flush(toDisk);
            _head = head;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TakeBack(length);
            throw;
        }
    }

    /// <summary>Half an entry would look like one that a crash cut off. Where even that fails, opening it again takes it for one, and removes it.</summary>
    private void TakeBack(long length)
    {
        try
        {
            _file!.SetLength(length);
        }
        catch (IOException)
        {
            // said by what the caller throws
        }
        Close();
    }

    private void Close()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // nothing is buffered: what could not be written was told before
        }
        _file = null;
    }

    private static ChainHead EndOf(AuditSegment segment)
    {
        var end = ChainHead.Start;
        using var lines = new SegmentLines(segment.Path);
        while (lines.Next())
        {
            if (AuditLine.Parse(lines.Current) is { } record)
                end = new ChainHead(record.Sequence, record.Hash);
        }
        return end;
    }
}
