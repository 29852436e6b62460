using System.Buffers.Binary;
using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;
using MultiLLM.Core.Analytics.Store;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>
/// Counts the records that were queued, in a file that outlives a kill of the process: what the database says is settled of them less makes what the kill
/// took. A write of eight bytes to the system's cache costs about a microsecond.
/// </summary>
internal sealed class AcceptedCount : IDisposable
{
    private const int IdBytes = 16;
    private const int StartedAt = IdBytes;
    private const int CountAt = StartedAt + sizeof(long);
    private const int Length = CountAt + sizeof(long);

    private readonly Lock _gate = new();
    private readonly byte[] _bytes = new byte[sizeof(long)];
    private SafeFileHandle? _file;
    private long _count;

    public AcceptedCount(IOptions<AnalyticsOptions> options, TimeProvider time)
    {
        var id = Guid.NewGuid();
        Run = new Run(id.ToString("N"), time.GetUtcNow());
        if (!options.Value.Enabled)
            return;
        try
        {
            Open(options.Value.Database + ".run", id);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Problem = error.Message;
        }
    }

    /// <summary>This process's.</summary>
    public Run Run { get; }

    /// <summary>The run before, and how many records it had queued; null: there was none, or it is not known.</summary>
    public (Run Run, long Count)? Last { get; private set; }

    /// <summary>Why a kill's losses will not be known; null: they will.</summary>
    public string? Problem { get; private set; }

    /// <summary>Records queued so far.</summary>
    public long Count => Volatile.Read(ref _count);

    public void Increment()
    {
        lock (_gate)
        {
            _count++;
            if (_file is null)
                return;
            BinaryPrimitives.WriteInt64LittleEndian(_bytes, _count);
            try
            {
                RandomAccess.Write(_file, _bytes, CountAt);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Problem = error.Message;
                Close();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
            Close();
    }

    private void Open(string path, Guid id)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // For one process alone: a second one on the same home would take what the first has queued for lost, and spoil its count.
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var head = new byte[Length];
        if (RandomAccess.Read(_file, head, 0) == Length)
        {
            var started = Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(StartedAt)), 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
            Last = (new Run(new Guid(head.AsSpan(0, IdBytes)).ToString("N"), DateTimeOffset.FromUnixTimeMilliseconds(started)),
                BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(CountAt)));
        }
        id.TryWriteBytes(head);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(StartedAt), Run.Started.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(CountAt), 0);
        RandomAccess.Write(_file, head, 0);
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
