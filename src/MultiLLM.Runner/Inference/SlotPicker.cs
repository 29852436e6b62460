namespace MultiLLM.Runner.Inference;

/// <summary>Where a prompt goes and what of it is there already.</summary>
/// <param name="Slot">The slot to use.</param>
/// <param name="Keep">Tokens of the slot's own content to keep.</param>
/// <param name="CopyFrom">Another slot to share a beginning with instead; null: none.</param>
/// <param name="CopyCount">Tokens to share with it.</param>
internal readonly record struct SlotChoice(Slot Slot, int Keep, Slot? CopyFrom, int CopyCount)
{
    public int Cached => CopyFrom is null ? Keep : CopyCount;
}

/// <summary>The prefix cache's decision: pure.</summary>
internal static class SlotPicker
{
    /// <summary>
    /// The idle slot whose content the prompt mostly continues; else the least recently used one, with the longest beginning any
    /// other slot (busy ones too) can share. So a conversation keeps its slot, and many chats with one system prompt do not
    /// overwrite each other. Null: every slot is busy.
    /// </summary>
    public static SlotChoice? Pick(IReadOnlyList<Slot> slots, ReadOnlySpan<int> prompt, bool useCache)
    {
        Slot? oldest = null;
        Slot? continued = null;
        Slot? sharer = null;
        var continuedLength = 0;
        var sharedLength = 0;
        var reusable = prompt.Length - 1; // the last token is always computed: its logits are needed
        foreach (var slot in slots)
        {
            var common = useCache ? Math.Min(slot.Cached.CommonPrefixLength(prompt), reusable) : 0;
            if (common > sharedLength)
                (sharer, sharedLength) = (slot, common);
            if (!slot.IsIdle)
                continue;
            if (oldest is null || IsBetterVictim(slot, oldest))
                oldest = slot;
            if (common > continuedLength && common * 2 >= slot.Cached.Length)
                (continued, continuedLength) = (slot, common);
        }
        if (oldest is null)
            return null;
        if (continued is not null && continuedLength >= sharedLength)
            return new SlotChoice(continued, continuedLength, null, 0);
        return sharer is null || sharer == oldest
            ? new SlotChoice(oldest, sharedLength, null, 0)
            : new SlotChoice(oldest, 0, sharer, sharedLength);
    }

    // An empty slot costs nobody anything.
    private static bool IsBetterVictim(Slot slot, Slot than) =>
        (slot.Cached.IsEmpty ? 0 : 1, slot.LastUsed).CompareTo((than.Cached.IsEmpty ? 0 : 1, than.LastUsed)) < 0;
}
