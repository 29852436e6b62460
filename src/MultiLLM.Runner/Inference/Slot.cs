using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Inference;

/// <summary>One sequence of the KV pool: busy with a request, or idle and remembering the tokens of the last one.</summary>
internal sealed class Slot(int id)
{
    private List<int> _remembered = [];

    public int Id { get; } = id;
    public GenerationSequence? Active { get; private set; }

    /// <summary>Step number of the last use, for choosing the least recently used.</summary>
    public long LastUsed { get; private set; }

    public bool IsIdle => Active is null;

    /// <summary>Tokens whose keys and values are in the pool.</summary>
    public ReadOnlySpan<int> Cached => Active is { } active
        ? CollectionsMarshal.AsSpan(active.Tokens)[..active.Processed]
        : CollectionsMarshal.AsSpan(_remembered);

    public void Begin(GenerationSequence sequence, int cached)
    {
        Active = sequence;
        sequence.Processed = cached;
        _remembered = [];
    }

    /// <summary>Idle from now on; keeps what is in the pool for a later request with the same beginning.</summary>
    public void End(long step)
    {
        if (Active is not { } sequence)
            return;
        _remembered = sequence.Tokens;
        CollectionsMarshal.SetCount(_remembered, sequence.Processed);
        Active = null;
        LastUsed = step;
    }

    /// <summary>Idle, and nothing of it is in the pool any more.</summary>
    public void Forget()
    {
        Active = null;
        _remembered = [];
    }
}
