namespace MultiLLM.Runner.Inference;

/// <summary>
/// What the next decode step computes. Prompts follow first come, first served, and only as many in one step as keep the processor busy: were
/// all taken together, all their first tokens would come at the end of the last one's work. In a shared pool the answers under way come
/// first and a prompt fills the step; where slots have cells of their own the engine computes unequal shares one after another, so a step is
/// either prompts or answers, and answers wait for a bounded number of prompt tokens.
/// </summary>
internal sealed class BatchPlanner(IReadOnlyList<Slot> slots, int batchSize, bool mixes)
{
    // A processor is nearly as fast per token at this many prompt tokens as at more (0.75 to 0.85 of its best; twice as many reach 0.9 to 0.95, but
    // make short prompts wait for each other: the median first token of eight came at 0.86 of the peer's time instead of 0.61).
    private const int EfficientPromptTokens = 64;

    // With answers under way a step must stay short, or they stutter.
    private const int PromptTokensBesideAnswers = 128;

    // What prompts may compute in a row while answers wait.
    private const int PromptTokensInARow = 512;

    private int _promptTokensInARow;

    /// <summary>Begins a waiting request in a slot and returns it; null when none waits or no slot is free.</summary>
    public delegate Slot? BeginNext();

    /// <param name="plan">Filled; cleared before.</param>
    /// <param name="order">Busy slots by their requests' arrival.</param>
    /// <param name="beginNext">Called while there is room for another prompt.</param>
    public void Fill(BatchPlan plan, List<Slot> order, BeginNext beginNext)
    {
        plan.Clear();
        if (mixes || _promptTokensInARow >= PromptTokensInARow)
            AddAnswers(plan, order);
        var answers = plan.Count;
        if (mixes || answers == 0)
            AddPrompts(plan, order, beginNext);
        _promptTokensInARow = answers > 0 ? 0 : _promptTokensInARow + plan.Count;
        if (plan.Count > 0)
            return;
        AddAnswers(plan, order);
        _promptTokensInARow = 0;
    }

    private static void AddAnswers(BatchPlan plan, List<Slot> order)
    {
        foreach (var slot in order)
        {
            if (slot.Active is { IsDecoding: true } sequence && plan.Room > 0)
                plan.Add(sequence, slot, 1);
        }
    }

    private void AddPrompts(BatchPlan plan, List<Slot> order, BeginNext beginNext)
    {
        var left = Math.Min(plan.Room, order.Exists(slot => slot.Active is { IsDecoding: true }) ? PromptTokensBesideAnswers : batchSize);
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
