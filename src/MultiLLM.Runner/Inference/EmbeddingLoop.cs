using System.Collections.Concurrent;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Hosting;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>One thread that owns an embedding model's context and packs the texts of all requests into batches.</summary>
internal sealed unsafe class EmbeddingLoop : IDisposable
{
    // Attention is computed over the whole batch, other texts included, and thrown away for those: small batches waste less.
    private const int EfficientTokens = 192;

    private readonly LoadedModel _model;
    private readonly ParentConnection _parent;
    private readonly NativeBatch _batch;
    private readonly List<(EmbeddingJob Job, int Index)> _members = [];
    private readonly LinkedList<EmbeddingJob> _jobs = new();
    private readonly ConcurrentQueue<EmbeddingJob> _arrivals = new();
    private readonly ConcurrentQueue<ulong> _cancellations = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly bool _hasMemory;
    private ulong _steps;
    private volatile bool _stopping;

    public EmbeddingLoop(LoadedModel model, ParentConnection parent)
    {
        _model = model;
        _parent = parent;
        _batch = new NativeBatch(model.Plan.BatchSize);
        _hasMemory = model.Memory != 0;
        _thread = new Thread(Run) { Name = "embed", IsBackground = true };
    }

    /// <summary>The engine keeps room for the logits of every token of a batch, also where it computes none.</summary>
    public static ulong OutputBytes(LoadedModel model) =>
        (ulong)Math.Min(EfficientTokens, model.Plan.BatchSize) * (ulong)model.Vocabulary.Size * sizeof(float);

    public bool IsBusy { get; private set; }
    public int Waiting { get; private set; }

    /// <summary>Finished so far.</summary>
    public ulong Steps => Volatile.Read(ref _steps);

    public void Start() => _thread.Start();

    public void Submit(EmbeddingJob job)
    {
        _arrivals.Enqueue(job);
        _wake.Set();
    }

    public void Cancel(ulong requestId)
    {
        _cancellations.Enqueue(requestId);
        _wake.Set();
    }

    private void Run()
    {
        while (!_stopping)
        {
            TakeInbox();
            Waiting = _jobs.Count;
            IsBusy = _jobs.Count > 0;
            if (_jobs.Count > 0)
            {
                Step();
                Volatile.Write(ref _steps, _steps + 1);
                continue;
            }
            _model.Rest();
            _wake.WaitOne();
        }
    }

    private void TakeInbox()
    {
        while (_arrivals.TryDequeue(out var job))
            _jobs.AddLast(job);
        while (_cancellations.TryDequeue(out var requestId))
        {
            if (_jobs.FirstOrDefault(job => job.RequestId == requestId) is not { } job)
                continue;
            _jobs.Remove(job);
            Fail(job, new RunnerFailure(FailureCode.Cancelled, "The request was cancelled."));
        }
    }

    private void Step()
    {
        Pack();
        if (_hasMemory)
            LlamaApi.llama_memory_clear(_model.Memory, 0);
        var failed = (_hasMemory ? _batch.Decode(_model.Context) : _batch.Encode(_model.Context)) != 0;
        for (var sequence = 0; sequence < _members.Count; sequence++)
        {
            var (job, index) = _members[sequence];
            if (!failed && Read(sequence) is { IsEmpty: false } embedding)
                job.Complete(index, embedding);
            else if (_jobs.Remove(job))
                Fail(job, new RunnerFailure(FailureCode.Internal, "The engine gave no embedding for this input."));
            if (job.IsComplete && _jobs.Remove(job))
                _parent.Send(new FromRunner { RequestId = job.RequestId, Embeddings = job.ToMessage() });
        }
    }

    // One text of each request in turn, so that a large request does not hold up a small one.
    private void Pack()
    {
        _batch.Clear();
        _members.Clear();
        var added = true;
        while (added)
        {
            added = false;
            foreach (var job in _jobs)
            {
                if (job.Next == job.Texts.Count || _members.Count == _model.Plan.Slots)
                    continue;
                var text = job.Texts[job.Next];
                if (_batch.Count > 0 && _batch.Count + text.Length > Math.Min(EfficientTokens, _model.Plan.BatchSize))
                    continue;
                for (var i = 0; i < text.Length; i++)
                    _batch.Add(text[i], i, _members.Count, wantsOutput: true);
                _members.Add((job, job.Next++));
                added = true;
            }
        }
    }

    private ReadOnlySpan<float> Read(int sequence)
    {
        var embedding = LlamaApi.llama_get_embeddings_seq(_model.Context, sequence);
        return embedding is null ? default : new ReadOnlySpan<float>(embedding, _model.EmbeddingLength);
    }

    private void Fail(EmbeddingJob job, RunnerFailure failure) =>
        _parent.Send(new FromRunner { RequestId = job.RequestId, Failure = failure.ToMessage() });

    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        if (_thread.IsAlive)
            _thread.Join();
        _batch.Dispose();
        _wake.Dispose();
    }
}
