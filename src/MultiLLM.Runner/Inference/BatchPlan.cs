namespace MultiLLM.Runner.Inference;

/// <summary>The tokens of one decode step, in flat arrays of a fixed capacity.</summary>
internal sealed class BatchPlan(int capacity)
{
    public int[] Tokens { get; } = new int[capacity];
    public int[] Positions { get; } = new int[capacity];
    public int[] Sequences { get; } = new int[capacity];
    public bool[] WantsLogits { get; } = new bool[capacity];

    /// <summary>Which part of the batch belongs to whom.</summary>
    public List<BatchPart> Parts { get; } = [];

    /// <summary>The idle slot that lends a place for <see cref="AddFiller"/>; null: none does.</summary>
    public Slot? Filler { get; private set; }

    public int Count { get; private set; }
    public int Room => capacity - Count;

    public void Clear()
    {
        Count = 0;
        Parts.Clear();
        Filler = null;
    }

    /// <summary>Adds the next <paramref name="count"/> unprocessed tokens of a sequence.</summary>
    public void Add(GenerationSequence sequence, Slot slot, int count)
    {
        var first = sequence.Processed;
        var reachesEnd = first + count == sequence.Tokens.Count;
        for (var i = 0; i < count; i++)
        {
            Tokens[Count] = sequence.Tokens[first + i];
            Positions[Count] = first + i;
            Sequences[Count] = slot.Id;
            WantsLogits[Count] = reachesEnd && i == count - 1;
            Count++;
        }
        Parts.Add(new BatchPart(sequence, slot, count, reachesEnd ? Count - 1 : -1));
    }

    /// <summary>Adds a token that nobody asked for behind what an idle slot holds. It is to be taken out again after the step.</summary>
    public void AddFiller(Slot slot)
    {
        Tokens[Count] = 0;
        Positions[Count] = slot.Cached.Length;
        Sequences[Count] = slot.Id;
        WantsLogits[Count] = false;
        Count++;
        Filler = slot;
    }
}

/// <param name="Sequence">Whose tokens.</param>
/// <param name="Slot">Where they go.</param>
/// <param name="Count">How many.</param>
/// <param name="LogitsIndex">The batch entry whose logits give the next token; -1 where the prompt goes on.</param>
internal readonly record struct BatchPart(GenerationSequence Sequence, Slot Slot, int Count, int LogitsIndex);
