using Microsoft.Win32.SafeHandles;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Transfer;

/// <summary>
/// A file being fetched, in any order, and the journal beside it. The journal never claims bytes that are not on disk: they are flushed
/// first.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly TransferJournal _identity;
    private readonly string _journalPath;
    private readonly RangeSet _done = new();
    private readonly Lock _gate = new();
    private readonly Lock _checkpoint = new();
    private long _safe;

    private PartialFile(string path, SafeFileHandle file, TransferJournal identity)
    {
        (Path, _file, _identity, _journalPath) = (path, file, identity, JournalOf(path));
    }

    public string Path { get; }
    public long Size => _identity.SizeBytes;

    /// <summary>Bytes that an earlier attempt had made safe.</summary>
    public long Resumed { get; private init; }

    public long Done
    {
        get
        {
            lock (_gate)
                return _done.Bytes;
        }
    }

    public bool IsComplete => Done == Size;

    public static string JournalOf(string path) => path + ".journal";

    /// <summary>Goes on with what is there of the same content, else begins anew. Throws like any file.</summary>
    /// <param name="path">Of the partial file.</param>
    /// <param name="identity">Of the remote file; what it says is done is not looked at.</param>
    public static PartialFile Open(string path, TransferJournal identity)
    {
        var journal = TransferJournal.Load(JournalOf(path));
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            // A file shorter than its journal says is not the one the journal was written for.
            var resumes = journal is not null && journal.IsOf(identity) && RandomAccess.GetLength(file) >= journal.Done.Select(range => range[1]).DefaultIfEmpty().Max();
            if (!resumes)
            {
                TransferJournal.Delete(JournalOf(path));
                RandomAccess.SetLength(file, 0);
            }
            var partial = new PartialFile(path, file, identity) { Resumed = resumes ? journal!.BytesDone : 0 };
            foreach (var range in resumes ? journal!.Done : [])
                partial._done.Add(new ByteRange(range[0], range[1]));
            partial._safe = partial._done.Bytes;
            TransferJournal.KeepRoom(JournalOf(path));
            return partial;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What is missing, in pieces of at most so many bytes.</summary>
    public IReadOnlyList<ByteRange> Missing(long pieceBytes)
    {
        lock (_gate)
            return [.. _done.Missing(Size, pieceBytes)];
    }

    /// <summary>How many of these bytes were not there yet. Different ranges may be written at the same time.</summary>
    public async ValueTask<Result<long>> WriteAsync(long position, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await RandomAccess.WriteAsync(_file, bytes, position, cancellationToken);
        }
        catch (Exception failure) when (DiskErrors.Of(failure) is { } error)
        {
            return error;
        }
        lock (_gate)
            return _done.Add(new ByteRange(position, position + bytes.Length));
    }

    /// <summary>Makes safe what was written up to now. Null: done.</summary>
    public Error? Checkpoint()
    {
        lock (_checkpoint)
        {
            long[][] done;
            long bytes;
            lock (_gate)
                (done, bytes) = ([.. _done.Ranges.Select(range => new[] { range.Start, range.End })], _done.Bytes);
            if (bytes == _safe && bytes > 0)
                return null;
            try
            {
                RandomAccess.FlushToDisk(_file);
                (_identity with { Done = done }).Save(_journalPath);
            }
            catch (Exception failure) when (DiskErrors.Of(failure) is { } error)
            {
                return error;
            }
            _safe = bytes;
            return null;
        }
    }

    /// <summary>For content that turned out to be wrong. Throws like any file.</summary>
    public void Delete()
    {
        Dispose();
        TransferJournal.Delete(_journalPath);
        File.Delete(Path);
    }

    public void Dispose() => _file.Dispose();
}
