using System.Collections.Concurrent;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Inference;

/// <summary>
/// Continuous batching. One thread owns the context: it takes new requests and cancellations from an inbox between two steps,
/// computes one batch for all of them, chooses each one's next token, and passes the text on.
/// </summary>
internal sealed class DecodeLoop : IDisposable
{
    private readonly IInferenceEngine _engine;
    private readonly IGenerationSink _sink;
    private readonly SlotTable _slots;
    private readonly BatchPlan _plan;
    private readonly AbortSwitch? _abort;
    private readonly ConcurrentQueue<GenerationSequence> _arrivals = new();
    private readonly ConcurrentQueue<ulong> _cancellations = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly int _contextLength;
    private readonly TimeProvider _time;
    private volatile bool _stopping;

    public DecodeLoop(IInferenceEngine engine, ModelPlan plan, IGenerationSink sink, TimeProvider time, AbortSwitch? abort = null)
    {
        _engine = engine;
        _sink = sink;
        _time = time;
        _abort = abort;
        _contextLength = plan.ContextLength;
        _plan = new BatchPlan(plan.BatchSize);
        _slots = new SlotTable(engine, plan.Slots, plan.BatchSize, time);
        _thread = new Thread(Run) { Name = "decode", IsBackground = true };
    }

    public int Busy => _slots.Busy;
    public int Waiting => _slots.Waiting + _arrivals.Count;
    public int CellsUsed => _slots.CellsUsed;

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
            _abort?.Set();
        _wake.Set();
    }

    // The request whose prompt the running step computes; 0: none.
    private ulong _promptInStep;

    private void Run()
    {
        while (!_stopping)
        {
            TakeInbox();
            if (_slots.PlanStep(_plan))
                Step();
            else
                _wake.WaitOne();
            _sink.Flush();
        }
    }

    private void TakeInbox()
    {
        while (_arrivals.TryDequeue(out var sequence))
            _slots.Enqueue(sequence);
        while (_cancellations.TryDequeue(out var requestId))
        {
            if (_slots.Remove(requestId) is { } sequence)
                Fail(sequence, new RunnerFailure(FailureCode.Cancelled, "The request was cancelled."));
        }
    }

    private void Step()
    {
        var prompt = _plan.Parts.Find(part => !part.Sequence.IsDecoding);
        Volatile.Write(ref _promptInStep, prompt.Sequence?.RequestId ?? 0);
        var result = _engine.Decode(_plan);
        Volatile.Write(ref _promptInStep, 0);
        switch (result)
        {
            case DecodeResult.Ok:
                foreach (var part in _plan.Parts)
                    Advance(part);
                break;
            case DecodeResult.NoRoom:
                if (!_slots.MakeRoom())
                    FailBatch("The KV pool cannot hold this step.");
                break;
            case DecodeResult.Aborted:
                _slots.RollBack(_plan);
                break;
            default:
                FailBatch("The engine failed to compute this step.");
                break;
        }
        _abort?.Reset();
    }

    private void Advance(BatchPart part)
    {
        var sequence = part.Sequence;
        sequence.Processed += part.Count;
        if (part.LogitsIndex < 0)
            return;
        try
        {
            Sample(sequence, part.LogitsIndex);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault while choosing one request's token must not take the others down.
            _slots.Release(sequence);
            Fail(sequence, e as RunnerFailure ?? new RunnerFailure(FailureCode.Internal, $"Choosing a token failed: {e.Message}"));
        }
    }

    private void Sample(GenerationSequence sequence, int logitsIndex)
    {
        var answer = sequence.Answer;
        var token = answer.Next(_engine.Logits(logitsIndex));
        if (sequence.FirstTokenAt == 0)
        {
            sequence.FirstTokenAt = _time.GetTimestamp();
            _sink.Send(sequence.RequestId, Started(sequence));
        }
        sequence.Tokens.Add(token);
        var delta = answer.Take(token, sequence.Generated, sequence.Tokens.Count >= _contextLength);
        if (delta is not null)
            _sink.Send(sequence.RequestId, delta);
        if (!answer.IsFinished)
            return;
        _slots.Release(sequence);
        _sink.Send(sequence.RequestId, Finished(sequence));
        answer.Dispose();
    }

    private GenerationStarted Started(GenerationSequence sequence) => new()
    {
        PromptTokens = (uint)sequence.PromptLength,
        CachedTokens = (uint)sequence.CachedTokens,
        QueueSeconds = _time.GetElapsedTime(sequence.ArrivedAt, sequence.BeganAt).TotalSeconds,
    };

    private GenerationFinished Finished(GenerationSequence sequence) => new()
    {
        Reason = sequence.Answer.Finish,
        StopText = sequence.Answer.StopText,
        PromptTokens = (uint)sequence.PromptLength,
        CachedTokens = (uint)sequence.CachedTokens,
        CompletionTokens = (uint)sequence.Generated,
        Timings = sequence.Timings(_time, _time.GetTimestamp()),
    };

    private void FailBatch(string why)
    {
        foreach (var part in _plan.Parts)
        {
            _slots.Discard(part.Sequence);
            Fail(part.Sequence, new RunnerFailure(FailureCode.Internal, why));
        }
    }

    private void Fail(GenerationSequence sequence, RunnerFailure failure)
    {
        _sink.Send(sequence.RequestId, failure.ToMessage());
        sequence.Answer.Dispose();
    }

    public void Dispose()
    {
        _stopping = true;
        _abort?.Set();
        _wake.Set();
        if (_thread.IsAlive)
            _thread.Join();
        _wake.Dispose();
    }
}
