namespace MultiLLM.Runner.Inference;

/// <summary>Requests in slots and requests waiting for one. Used on the decode loop's thread; the counters may be read from any.</summary>
internal sealed class SlotTable
{
    private readonly IInferenceEngine _engine;
    private readonly TimeProvider _time;
    private readonly Slot[] _slots;
    private readonly BatchPlanner _planner;
    private readonly BatchPlanner.BeginNext _beginNext;
    private readonly List<Slot> _order = [];
    private readonly LinkedList<GenerationSequence> _waiting = new();
    private long _step;

    // Set when a request had to give its cells back: beginning it again before another one ends would only repeat that.
    private bool _isFull;

    public SlotTable(IInferenceEngine engine, ModelPlan plan, TimeProvider time)
    {
        _engine = engine;
        _time = time;
        _slots = [.. Enumerable.Range(0, plan.Slots).Select(id => new Slot(id))];
        _planner = new BatchPlanner(_slots, plan.BatchSize, mixes: plan.SharesPool);
        _beginNext = BeginNext;
    }

    public int Busy { get; private set; }
    public int Waiting { get; private set; }
    public int CellsUsed { get; private set; }

    /// <summary>Requests in slots, by arrival.</summary>
    public IEnumerable<GenerationSequence> Active => _order.Select(slot => slot.Active).OfType<GenerationSequence>();

    public void Enqueue(GenerationSequence sequence)
    {
        _waiting.AddLast(sequence);
        Count();
    }

    /// <summary>Plans the next step; false when there is nothing to compute.</summary>
    public bool PlanStep(BatchPlan plan)
    {
        _step++;
        _planner.Fill(plan, _order, _beginNext);
        Count();
        return plan.Count > 0;
    }

    /// <summary>Takes a request out, waiting or under way; null when it is not here (any more).</summary>
    public GenerationSequence? Remove(ulong requestId)
    {
        foreach (var sequence in _waiting)
        {
            if (sequence.RequestId != requestId)
                continue;
            _waiting.Remove(sequence);
            Count();
            return sequence;
        }
        if (_order.Find(slot => slot.Active?.RequestId == requestId)?.Active is not { } active)
            return null;
        Release(active);
        return active;
    }

    /// <summary>Frees the slot; what it holds may serve a later prompt.</summary>
    public void Release(GenerationSequence sequence)
    {
        if (TakeSlotOf(sequence) is { } slot)
            slot.End(_step);
        Count();
    }

    /// <summary>Frees the slot and what it holds.</summary>
    public void Discard(GenerationSequence sequence)
    {
        if (TakeSlotOf(sequence) is { } slot)
            Clear(slot);
        Count();
    }

    /// <summary>
    /// Frees cells of the full pool: what idle slots remember first, the least recently used first; then the youngest request goes
    /// back to wait and is computed again later. False when one request alone does not fit.
    /// </summary>
    public bool MakeRoom()
    {
        var victim = _slots.Where(slot => slot.IsIdle && !slot.Cached.IsEmpty).MinBy(slot => slot.LastUsed);
        if (victim is not null)
        {
            Clear(victim);
            return true;
        }
        if (_order.Count < 2)
            return false;
        var youngest = _order[^1];
        var sequence = youngest.Active!;
        _order.RemoveAt(_order.Count - 1);
        Clear(youngest);
        sequence.Processed = 0;
        _waiting.AddFirst(sequence);
        _isFull = true;
        Count();
        return true;
    }

    /// <summary>After a step that was broken off: cuts its sequences back to what they held before.</summary>
    public void RollBack(BatchPlan plan)
    {
        foreach (var (sequence, slot, _, _) in plan.Parts)
        {
            if (slot.Active == sequence && !_engine.Truncate(slot.Id, sequence.Processed))
                sequence.Processed = 0;
        }
    }

    private Slot? BeginNext()
    {
        if (_isFull || _waiting.First?.Value is not { } sequence)
            return null;
        var prompt = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sequence.Tokens);
        if (SlotPicker.Pick(_slots, prompt, sequence.UsePromptCache) is not { } choice)
            return null;
        _waiting.RemoveFirst();
        var cached = Prepare(choice);
        choice.Slot.Begin(sequence, cached);
        if (!sequence.HasBegun)
        {
            sequence.BeganAt = _time.GetTimestamp();
            sequence.CachedTokens = cached;
        }
        _order.Add(choice.Slot);
        return choice.Slot;
    }

    private int Prepare(SlotChoice choice)
    {
        if (choice.CopyFrom is null)
            return _engine.Truncate(choice.Slot.Id, choice.Keep) ? choice.Keep : 0;
        _engine.Truncate(choice.Slot.Id, 0);
        _engine.CopyPrefix(choice.CopyFrom.Id, choice.Slot.Id, choice.CopyCount);
        return choice.CopyCount;
    }

    private Slot? TakeSlotOf(GenerationSequence sequence)
    {
        var slot = _order.Find(slot => slot.Active == sequence);
        if (slot is not null)
        {
            _order.Remove(slot);
            _isFull = false;
        }
        return slot;
    }

    private void Clear(Slot slot)
    {
        slot.Forget();
        _engine.Truncate(slot.Id, 0);
    }

    private void Count()
    {
        Busy = _order.Count;
        Waiting = _waiting.Count;
        var cells = 0;
        foreach (var slot in _slots)
            cells += slot.Cached.Length; // a shared beginning counts once for each that shares it
        CellsUsed = cells;
    }
}
