using System.Globalization;

namespace MultiLLM.Runner.Prefixes;

/// <summary>
/// A model's folder of saved states and the one that reads and writes in it. Trouble with a file costs that state and nothing else: it is said on
/// standard error, a file that is no good is deleted, and after a failed write nothing is written for a while.
/// </summary>
internal sealed class SavedPrefixStore : ISavedPrefixes
{
    // What is written goes on in the background of everything else that a person's disk does, and wears it.
    private const long BytesPerSecond = 32 * 1024 * 1024;
    private const long SpareDiskBytes = 256 * 1024 * 1024;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly byte[] _identity;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly SavedPrefixIndex _index;
    private readonly ManualResetEventSlim _isIdle = new(true);
    private int _underWay;
    private long _pausedAt;
    private TimeSpan _pause;

    private SavedPrefixStore(string folder, string identity, PrefixLimits limits, bool forgetsParts, TimeProvider time)
    {
        _folder = folder;
        _identity = SavedPrefixFile.Identity(identity);
        _time = time;
        _index = new SavedPrefixIndex(limits, forgetsParts);
        MaxStateBytes = limits.MaxBytes;
    }

    public long MaxStateBytes { get; }

    /// <summary>Called on any thread when something was read or written.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>Looks at what is there; deletes what is of no use.</summary>
    public static SavedPrefixStore Open(string folder, string identity, PrefixLimits limits, bool forgetsParts, TimeProvider time)
    {
        var store = new SavedPrefixStore(folder, identity, limits, forgetsParts, time);
        store.Guard(folder, store.ReadFolder);
        return store;
    }

    public TimeSpan Busy
    {
        get
        {
            lock (_gate)
            {
                if (_underWay > 0)
                    return Timeout.InfiniteTimeSpan;
                var left = _pause - _time.GetElapsedTime(_pausedAt);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    public bool IsWorthSaving(ReadOnlySpan<int> tokens)
    {
        lock (_gate)
            return _index.IsWorthSaving(tokens);
    }

    public void Save(int[] tokens, StateBuffer state) => InBackground(() => Write(tokens, state));

    public PrefixFetch? Fetch(ReadOnlySpan<int> prompt, int have)
    {
        PrefixFetch fetch;
        lock (_gate)
        {
            if (_index.Find(prompt, have) is not { } found)
                return null;
            _index.Use(found);
            fetch = new PrefixFetch(found, _index.Usable(found, prompt));
        }
        InBackground(() => Read(fetch));
        return fetch;
    }

    public void Drop(SavedPrefix prefix)
    {
        Forget(prefix);
        Console.Error.WriteLine($"The engine does not take the saved state {prefix.Path}.");
        InBackground(() => Delete(prefix.Path));
    }

    public bool Finish(TimeSpan patience) => _isIdle.Wait(patience);

    private void InBackground(Action work)
    {
        lock (_gate)
        {
            _underWay++;
            _isIdle.Reset();
        }
        ThreadPool.UnsafeQueueUserWorkItem(_ => Run(work), null);
    }

    private void Run(Action work)
    {
        work();
        lock (_gate)
            _underWay--;
        Changed();
        lock (_gate)
        {
            if (_underWay == 0)
                _isIdle.Set();
        }
    }

    private void ReadFolder()
    {
        foreach (var unfinished in Directory.EnumerateFiles(_folder, "*" + SavedPrefixFile.UnfinishedEnding))
            Delete(unfinished);
        var files = new DirectoryInfo(_folder).GetFiles("*" + SavedPrefixFile.Ending);
        foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc))
        {
            Guard(file.FullName, () =>
            {
                foreach (var dropped in _index.Add(SavedPrefixFile.ReadHead(file.FullName, _identity)))
                    Delete(dropped.Path);
            });
        }
    }

    private void Write(int[] tokens, StateBuffer state)
    {
        var pause = AfterFailure;
        try
        {
            Guard(_folder, () =>
            {
                WriteFile(tokens, state);
                pause = TimeSpan.FromSeconds((double)state.Length / BytesPerSecond);
            });
        }
        finally
        {
            state.Dispose();
            lock (_gate)
                (_pausedAt, _pause) = (_time.GetTimestamp(), pause);
        }
    }

    private void WriteFile(int[] tokens, StateBuffer state)
    {
        var free = new DriveInfo(_folder).AvailableFreeSpace;
        if (free < state.Length + SpareDiskBytes)
            throw new IOException($"The disk has {free} bytes left; {state.Length} more would leave it too few.");
        var name = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture) + SavedPrefixFile.Ending;
        var written = SavedPrefixFile.Write(Path.Combine(_folder, name), _identity, tokens, state.Bytes);
        IReadOnlyList<SavedPrefix> dropped;
        lock (_gate)
            dropped = _index.Add(written);
        foreach (var prefix in dropped)
            Delete(prefix.Path);
    }

    private void Read(PrefixFetch fetch)
    {
        StateBuffer? state = null;
        var isGood = false;
        try
        {
            Guard(fetch.Prefix.Path, () =>
            {
                state = SavedPrefixFile.ReadState(fetch.Prefix);
                isGood = true;
                File.SetLastWriteTimeUtc(fetch.Prefix.Path, _time.GetUtcNow().UtcDateTime); // the least recently used goes first
            });
            if (!isGood)
                Forget(fetch.Prefix);
        }
        finally
        {
            fetch.Complete(state);
        }
    }

    private void Forget(SavedPrefix prefix)
    {
        lock (_gate)
            _index.Remove(prefix);
    }

    private void Guard(string path, Action work)
    {
        try
        {
            work();
        }
        catch (InvalidDataException e)
        {
            Console.Error.WriteLine($"The saved state {path} is deleted: {e.Message}");
            Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Saved states in {_folder}: {e.Message}");
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The saved state {path} could not be deleted: {e.Message}");
        }
    }
}
