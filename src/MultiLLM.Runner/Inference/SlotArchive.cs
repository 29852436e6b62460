using System.Diagnostics;
using System.Runtime.InteropServices;
using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Inference;

/// <summary>
/// Moves what slots hold to disk and back. The decode loop's thread only copies a state, when a conversation has paused; and a request
/// whose beginning is on disk waits for it at the head of the queue while others are computed.
/// </summary>
internal sealed class SlotArchive(IInferenceEngine engine, IReadOnlyList<Slot> slots, ISavedPrefixes saved, TimeProvider time)
{
    /// <summary>A slot that is taken again before that held no conversation that paused.</summary>
    public static readonly TimeSpan SaveAfter = TimeSpan.FromSeconds(5);

    /// <summary>A disk that takes longer has lost to the processor.</summary>
    public static readonly TimeSpan FetchPatience = TimeSpan.FromSeconds(2);

    /// <summary>Copies at most one state; returns the time until the next is due, infinite where none is.</summary>
    public TimeSpan SaveNext()
    {
        var wait = Timeout.InfiniteTimeSpan;
        if (saved.MaxStateBytes == 0)
            return wait;
        Slot? due = null;
        foreach (var slot in slots)
        {
            if (!slot.IsUnsaved)
                continue;
            var left = SaveAfter - time.GetElapsedTime(slot.IdleSince);
            if (left > TimeSpan.Zero)
                wait = Sooner(wait, left);
            else if (due is null || slot.IdleSince < due.IdleSince)
                due = slot;
        }
        if (due is null)
            return wait;
        var busy = saved.Busy;
        if (busy != TimeSpan.Zero)
            return Sooner(wait, busy);
        Save(due);
        return TimeSpan.Zero;
    }

    /// <summary>Saves the slots used last first; begins no copy after the time given, and waits for its writing no longer either.</summary>
    public void SaveAll(TimeSpan within)
    {
        var began = time.GetTimestamp();
        foreach (var slot in slots.Where(slot => slot.IsUnsaved).OrderByDescending(slot => slot.LastUsed))
        {
            if (!saved.Finish(Left()))
                return;
            Save(slot);
        }
        saved.Finish(Left());

        TimeSpan Left() => within - time.GetElapsedTime(began) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Save(Slot slot)
    {
        slot.LookedAt();
        if (saved.IsWorthSaving(slot.Cached) && engine.CopyState(slot.Id, saved.MaxStateBytes) is { } state)
            saved.Save(slot.Cached.ToArray(), state);
    }

    /// <summary>Whether the request's beginning is on its way from disk, so that it should not begin yet.</summary>
    /// <param name="sequence">The request.</param>
    /// <param name="have">Tokens of it that are in memory.</param>
    public bool Fetches(GenerationSequence sequence, int have)
    {
        if (sequence is { HasSearched: false, UsePromptCache: true })
        {
            sequence.HasSearched = true;
            sequence.Fetch = saved.Fetch(CollectionsMarshal.AsSpan(sequence.Tokens), have);
            sequence.Fetch?.Began = time.GetTimestamp();
        }
        return sequence.Fetch is { IsDone: false } fetch && PatienceLeft(fetch) > TimeSpan.Zero;
    }

    /// <summary>Until the loop has something to do for a request that waits for its beginning, or for a slot that is to be saved.</summary>
    public TimeSpan Wait(TimeSpan untilSave, GenerationSequence? first) =>
        first?.Fetch is { IsDone: false } fetch && PatienceLeft(fetch) is { Ticks: > 0 } left ? Sooner(untilSave, left) : untilSave;

    private TimeSpan PatienceLeft(PrefixFetch fetch) => FetchPatience - time.GetElapsedTime(fetch.Began);

    /// <summary>What was fetched for the request, once, for the caller to dispose; null: nothing, or less than is in memory meanwhile.</summary>
    public static PrefixFetch? TakeFetched(GenerationSequence sequence, int have)
    {
        var fetch = sequence.Fetch;
        sequence.Fetch = null;
        if (fetch is { IsDone: true } && fetch.Usable > have)
            return fetch;
        fetch?.Dispose();
        return null;
    }

    /// <summary>Puts what was fetched into an empty slot.</summary>
    /// <param name="fetch">Read.</param>
    /// <param name="slot">Idle and empty.</param>
    /// <param name="isAlone">Nothing else is under way, so nothing but idle slots takes up the pool.</param>
    /// <param name="makeRoom">Forgets what one idle slot holds; false where none holds anything.</param>
    /// <returns>Tokens of the prompt that need not be computed.</returns>
    public int Restore(PrefixFetch fetch, Slot slot, bool isAlone, Func<bool> makeRoom)
    {
        Debug.Assert(slot.IsIdle && slot.Cached.IsEmpty, "A restored state replaces all that the slot holds.");
        if (fetch.Take() is not { } state)
            return 0;
        using (state)
        {
            while (!engine.RestoreState(slot.Id, state))
            {
                if (makeRoom())
                    continue;
                if (isAlone)
                    saved.Drop(fetch.Prefix);
                return 0;
            }
        }
        return engine.Truncate(slot.Id, fetch.Usable) ? fetch.Usable : 0;
    }

    private static TimeSpan Sooner(TimeSpan a, TimeSpan b) =>
        a == Timeout.InfiniteTimeSpan ? b : b == Timeout.InfiniteTimeSpan || a < b ? a : b;
}
