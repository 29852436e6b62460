namespace MultiLLM.Runner.Inference;

/// <summary>
/// What the next decode step computes: pure. One token for each answer under way comes first. Prompts follow first come, first
/// served, and only as many in one step as keep the processor busy: were all taken together, all their first tokens would come
/// at the end of the last one's work.
/// </summary>
internal sealed class BatchPlanner(IReadOnlyList<Slot> slots, int batchSize)
{
    // A processor is as fast per token at this many prompt tokens as at more; below it the weights are read for too little work.
    private const int EfficientPromptTokens = 64;

    // With answers under way a step must stay short, or they stutter.
    private const int PromptTokensBesideAnswers = 128;

    /// <summary>Begins a waiting request in a slot and returns it; null when none waits or no slot is free.</summary>
    public delegate Slot? BeginNext();

    /// <param name="plan">Filled; cleared before.</param>
    /// <param name="order">Busy slots by their requests' arrival.</param>
    /// <param name="beginNext">Called while there is room for another prompt.</param>
    public void Fill(BatchPlan plan, List<Slot> order, BeginNext beginNext)
    {
        plan.Clear();
        foreach (var slot in order)
        {
            if (slot.Active is { IsDecoding: true } sequence && plan.Room > 0)
                plan.Add(sequence, slot, 1);
        }
        var left = Math.Min(plan.Room, plan.Count > 0 ? PromptTokensBesideAnswers : batchSize);
        var enough = Math.Min(left, EfficientPromptTokens);
        foreach (var slot in order)
        {
            if (enough <= 0)
                return;
            if (slot.Active is { IsDecoding: false } sequence)
                Take(slot, sequence);
        }
        while (enough > 0 && order.Count < slots.Count && beginNext() is { Active: { } begun } slot)
            Take(slot, begun);

        void Take(Slot slot, GenerationSequence sequence)
        {
            var count = Math.Min(sequence.Remaining, left);
            plan.Add(sequence, slot, count);
            left -= count;
            enough -= count;
        }
    }
}
