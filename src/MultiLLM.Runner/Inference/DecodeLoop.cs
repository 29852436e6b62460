using System.Collections.Concurrent;

namespace MultiLLM.Runner.Inference;

/// <summary>
/// The one thread that owns the context: takes new requests and cancellations from its inbox between two steps, and computes the
/// next step. Sleeps when there is nothing to do.
/// </summary>
internal sealed class DecodeLoop : IDisposable
{
    private readonly ContinuousBatcher _batcher;
    private readonly IGenerationSink _sink;
    private readonly AbortSwitch _abort;
    private readonly ConcurrentQueue<GenerationSequence> _arrivals = new();
    private readonly ConcurrentQueue<ulong> _cancellations = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private ulong _promptInStep;
    private ulong _steps;
    private TimeSpan? _saveWithin; // set before _stopping
    private volatile bool _stopping;

    public DecodeLoop(ContinuousBatcher batcher, IGenerationSink sink, AbortSwitch abort)
    {
        _batcher = batcher;
        _sink = sink;
        _abort = abort;
        _thread = new Thread(Run) { Name = "decode", IsBackground = true };
    }

    public int Waiting => _batcher.Waiting + _arrivals.Count;

    /// <summary>Finished so far.</summary>
    public ulong Steps => Volatile.Read(ref _steps);

    public void Start() => _thread.Start();

    public void Submit(GenerationSequence sequence)
    {
        _arrivals.Enqueue(sequence);
        _wake.Set();
    }

    /// <summary>Ends the request between two steps; a step that works on its prompt is broken off.</summary>
    public void Cancel(ulong requestId)
    {
        _cancellations.Enqueue(requestId);
        if (Volatile.Read(ref _promptInStep) == requestId)
            _abort.Set();
        _wake.Set();
    }

    private void Run()
    {
        while (!_stopping)
        {
            while (_arrivals.TryDequeue(out var sequence))
                _batcher.Submit(sequence);
            // Reset before the cancellations are read: one that comes later may break off the step it is meant for, or at worst another.
            _abort.Reset();
            while (_cancellations.TryDequeue(out var requestId))
                _batcher.Cancel(requestId);
            if (_batcher.Plan())
            {
                Volatile.Write(ref _promptInStep, _batcher.PromptInStep);
                _batcher.Compute();
                Volatile.Write(ref _promptInStep, 0);
                Volatile.Write(ref _steps, _steps + 1);
                _sink.Flush();
                _batcher.Archive();
            }
            else if (_arrivals.IsEmpty && _cancellations.IsEmpty)
            {
                _sink.Flush();
                _batcher.Rest();
                _wake.WaitOne(_batcher.Archive());
            }
            _sink.Flush();
        }
        if (_saveWithin is { } within)
            _batcher.ArchiveAll(within);
    }

    /// <summary>Something happened that the batcher waits for. Any thread.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Stops, and saves what idle slots hold. The process is to end then, whether this was done in time or not.</summary>
    public void Retire(TimeSpan within)
    {
        _saveWithin = within;
        _stopping = true;
        _abort.Set();
        _wake.Set();
        _thread.Join(within);
    }

    public void Dispose()
    {
        _stopping = true;
        _abort.Set();
        _wake.Set();
        if (_thread.IsAlive)
            _thread.Join();
        _wake.Dispose();
    }
}
