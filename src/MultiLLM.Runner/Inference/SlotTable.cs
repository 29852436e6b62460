using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Inference;

/// <summary>Requests in slots and requests waiting for one. Used on the decode loop's thread; the counters may be read from any.</summary>
internal sealed class SlotTable
{
    private readonly IInferenceEngine _engine;
    private readonly TimeProvider _time;
    private readonly ModelPlan _limits;
    private readonly Slot[] _slots;
    private readonly SlotArchive _archive;
    private readonly BatchPlanner _planner;
    private readonly BatchPlanner.BeginNext _beginNext;
    private readonly List<Slot> _order = [];
    private readonly LinkedList<GenerationSequence> _waiting = new();
    private long _step;

    // Set when a request had to give its cells back: beginning it again before another one ends would only repeat that.
    private bool _isFull;

    public SlotTable(IInferenceEngine engine, ModelPlan plan, ISavedPrefixes saved, TimeProvider time)
    {
        _engine = engine;
        _time = time;
        _limits = plan;
        _slots = [.. Enumerable.Range(0, plan.Slots).Select(id => new Slot(id))];
        _archive = new SlotArchive(engine, _slots, saved, time);
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
        if (IsOneShort(plan) && FillerFor(plan) is { } idle)
            plan.AddFiller(idle);
        return plan.Count > 0;
    }

    /// <summary>After a step with a filler.</summary>
    /// <param name="plan">The step.</param>
    /// <param name="isIntact">False: nobody knows what its sequences hold now.</param>
    public void RemoveFiller(BatchPlan plan, bool isIntact)
    {
        if (plan.Filler is not { } idle)
            return;
        if (!isIntact)
            Clear(idle);
        else if (!_engine.Truncate(idle.Id, idle.Cached.Length))
            idle.Forget();
    }

    /// <summary>Takes a request out, waiting or under way; null when it is not here (any more).</summary>
    public GenerationSequence? Remove(ulong requestId)
    {
        foreach (var sequence in _waiting)
        {
            if (sequence.RequestId != requestId)
                continue;
            _waiting.Remove(sequence);
            sequence.Fetch?.Dispose();
            Count();
            return sequence;
        }
        if (_order.Find(slot => slot.Active?.RequestId == requestId)?.Active is not { } active)
            return null;
        Release(active);
        return active;
    }

    /// <summary>Copies what one idle slot holds, for disk, where one is due; returns how long nothing is to do, unless something happens.</summary>
    public TimeSpan Archive() => _archive.Wait(_archive.SaveNext(), _waiting.First?.Value);

    /// <summary>Saves what idle slots hold before the process ends; begins no copy after the time given.</summary>
    public void ArchiveAll(TimeSpan within) => _archive.SaveAll(within);

    /// <summary>Frees the slot; what it holds may serve a later prompt.</summary>
    public void Release(GenerationSequence sequence)
    {
        if (TakeSlotOf(sequence) is { } slot)
            slot.End(_step, _time.GetTimestamp());
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
        if (ForgetOldest())
            return true;
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

    // One token more is computed with the last group; without it three are computed one by one, which takes longer than a group of four.
    private bool IsOneShort(BatchPlan plan) => _engine.TokenGroup > 1 && plan.Count % _engine.TokenGroup == _engine.TokenGroup - 1;

    // Where slots have cells of their own, a step has as many tokens of each.
    private Slot? FillerFor(BatchPlan plan)
    {
        if (plan.Room == 0 || CellsUsed + plan.Count >= _limits.KvCells || (!_limits.SharesPool && plan.Parts.Exists(part => part.Count != 1)))
            return null;
        var idle = _slots.Where(slot => slot.IsIdle).MinBy(slot => slot.Cached.Length);
        return idle?.Cached.Length < _limits.ContextLength ? idle : null;
    }

    private bool ForgetOldest()
    {
        var victim = _slots.Where(slot => slot.IsIdle && !slot.Cached.IsEmpty).MinBy(slot => slot.LastUsed);
        if (victim is not null)
            Clear(victim);
        return victim is not null;
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
        if (SlotPicker.Pick(_slots, prompt, sequence.UsePromptCache) is not { } choice || _archive.Fetches(sequence, choice.Cached))
            return null;
        _waiting.RemoveFirst();
        var (slot, cached) = Restore(sequence, choice.Cached) ?? Prepare(SlotPicker.Pick(_slots, prompt, sequence.UsePromptCache)!.Value);
        slot.Begin(sequence, cached);
        if (!sequence.HasBegun)
        {
            sequence.BeganAt = _time.GetTimestamp();
            sequence.CachedTokens = cached;
        }
        _order.Add(slot);
        return slot;
    }

    // Into the slot that matters least; the one that holds a shorter beginning may hold another conversation's.
    private (Slot Slot, int Cached)? Restore(GenerationSequence sequence, int have)
    {
        using var fetch = SlotArchive.TakeFetched(sequence, have);
        if (fetch is null || SlotPicker.Pick(_slots, [], useCache: false) is not { Slot: var slot })
            return null;
        Clear(slot);
        return _archive.Restore(fetch, slot, _order.Count == 0, ForgetOldest) is > 0 and var cached ? (slot, cached) : null;
    }

    private (Slot Slot, int Cached) Prepare(SlotChoice choice)
    {
        var (slot, keep, source, count) = choice;
        if (source is null)
            return (slot, _engine.Truncate(slot.Id, keep) ? keep : 0);
        _engine.Truncate(slot.Id, 0);
        return (slot, _engine.CopyPrefix(source.Id, slot.Id, count) ? count : 0);
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
