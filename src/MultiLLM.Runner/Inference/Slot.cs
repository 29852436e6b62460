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

    /// <summary>Timestamp of the loop's TimeProvider.</summary>
    public long IdleSince { get; private set; }

    /// <summary>What it remembers is to be looked at once, whether it is worth saving.</summary>
    public bool IsUnsaved { get; private set; }

    /// <summary>Tokens whose keys and values are in the pool.</summary>
    public ReadOnlySpan<int> Cached => Active is { } active
        ? CollectionsMarshal.AsSpan(active.Tokens)[..active.Processed]
        : CollectionsMarshal.AsSpan(_remembered);

    public void Begin(GenerationSequence sequence, int cached)
    {
        Active = sequence;
        sequence.Processed = cached;
        _remembered = [];
        IsUnsaved = false;
    }

    /// <summary>Idle from now on; keeps what is in the pool for a later request with the same beginning.</summary>
    public void End(long step, long now)
    {
        if (Active is not { } sequence)
            return;
        _remembered = sequence.Tokens;
        CollectionsMarshal.SetCount(_remembered, sequence.Processed);
        Active = null;
        LastUsed = step;
        IdleSince = now;
        IsUnsaved = sequence.UsePromptCache;
    }

    /// <summary>Idle, and nothing of it is in the pool any more.</summary>
    public void Forget()
    {
        Active = null;
        _remembered = [];
        IsUnsaved = false;
    }

    /// <summary>Saved now, or not worth it.</summary>
    public void LookedAt() => IsUnsaved = false;
}
