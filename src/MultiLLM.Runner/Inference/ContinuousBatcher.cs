using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Inference;

/// <summary>
/// Continuous batching: each step computes one batch for all requests, chooses each one's next token, and passes the text on.
/// Knows no threads; the decode loop calls it.
/// </summary>
internal sealed class ContinuousBatcher(IInferenceEngine engine, ModelPlan plan, IGenerationSink sink, ISavedPrefixes saved, TimeProvider time)
{
    private readonly SlotTable _slots = new(engine, plan, saved, time);
    private readonly BatchPlan _plan = new(plan.BatchSize);

    public int Busy => _slots.Busy;
    public int Waiting => _slots.Waiting;
    public int CellsUsed => _slots.CellsUsed;

    public void Submit(GenerationSequence sequence) => _slots.Enqueue(sequence);

    /// <summary>Ends a request that is waiting or under way; one that ended already is left alone.</summary>
    public void Cancel(ulong requestId)
    {
        if (_slots.Remove(requestId) is { } sequence)
            Fail(sequence, new RunnerFailure(FailureCode.Cancelled, "The request was cancelled."));
    }

    /// <summary>Plans the next step; false when there is nothing to compute.</summary>
    public bool Plan() => _slots.PlanStep(_plan);

    /// <summary>The request whose prompt the planned step computes; 0: none.</summary>
    public ulong PromptInStep => _plan.Parts.Find(part => !part.Sequence.IsDecoding).Sequence?.RequestId ?? 0;

    /// <summary>Computes the planned step.</summary>
    public void Compute()
    {
        if (PromptInStep != 0)
            FlushAnswers(); // a prompt's step may be long
        var result = engine.Decode(_plan);
        if (result != DecodeResult.NoRoom)
            _slots.RemoveFiller(_plan, isIntact: result != DecodeResult.Failed);
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
    }

    /// <inheritdoc cref="SlotTable.Archive"/>
    public TimeSpan Archive() => _slots.Archive();

    /// <inheritdoc cref="SlotTable.ArchiveAll"/>
    public void ArchiveAll(TimeSpan within) => _slots.ArchiveAll(within);

    /// <summary>Nothing is planned and nothing has arrived.</summary>
    public void Rest() => engine.Rest();

    private void FlushAnswers()
    {
        foreach (var sequence in _slots.Active)
        {
            if (sequence.Answer.Flush() is { } delta)
                sink.Send(sequence.RequestId, delta);
        }
        sink.Flush();
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
        var token = answer.Next(engine.Logits(logitsIndex));
        if (sequence.FirstTokenAt == 0)
        {
            sequence.FirstTokenAt = time.GetTimestamp();
            sink.Send(sequence.RequestId, Started(sequence));
        }
        sequence.Tokens.Add(token);
        var delta = answer.Take(token, sequence.Generated, sequence.Tokens.Count >= plan.ContextLength);
        if (delta is not null)
            sink.Send(sequence.RequestId, delta);
        if (!answer.IsFinished)
            return;
        var finished = Finished(sequence); // before the slot takes the tokens over
        _slots.Release(sequence);
        sink.Send(sequence.RequestId, finished);
        answer.Dispose();
    }

    private GenerationStarted Started(GenerationSequence sequence) => new()
    {
        PromptTokens = (uint)sequence.PromptLength,
        CachedTokens = (uint)sequence.CachedTokens,
        QueueSeconds = time.GetElapsedTime(sequence.ArrivedAt, sequence.BeganAt).TotalSeconds,
    };

    private GenerationFinished Finished(GenerationSequence sequence) => new()
    {
        Reason = sequence.Answer.Finish,
        StopText = sequence.Answer.StopText,
        PromptTokens = (uint)sequence.PromptLength,
        CachedTokens = (uint)sequence.CachedTokens,
        CompletionTokens = (uint)sequence.Generated,
        Timings = sequence.Timings(time, time.GetTimestamp()),
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
        sink.Send(sequence.RequestId, failure.ToMessage());
        sequence.Answer.Dispose();
    }
}
