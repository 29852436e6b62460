namespace MultiLLM.Runner.Prefixes;

/// <summary>
/// Decides which saved prefix a prompt begins with, what is worth saving, and what has to go. Pure: it knows tokens and bytes, no files. One rule
/// holds throughout: a state is worth as many tokens as must be computed without it.
/// </summary>
/// <param name="limits">Bounds.</param>
/// <param name="forgetsParts">Whether the model can use the beginning of a state; else all of it or nothing.</param>
internal sealed class SavedPrefixIndex(PrefixLimits limits, bool forgetsParts)
{
    private readonly List<SavedPrefix> _entries = []; // the least recently used first

    public IReadOnlyList<SavedPrefix> Entries => _entries;

    public long Bytes { get; private set; }

    /// <summary>The state that spares the prompt most; null: none spares it the least number of tokens.</summary>
    /// <param name="prompt">Whose last token is always computed.</param>
    /// <param name="have">Tokens of it that are in memory already.</param>
    public SavedPrefix? Find(ReadOnlySpan<int> prompt, int have)
    {
        SavedPrefix? best = null;
        var most = have + Math.Max(1, limits.MinTokens) - 1;
        foreach (var entry in _entries)
        {
            var usable = Usable(entry, prompt);
            if (usable > most || (usable == most && entry.Bytes < best?.Bytes))
                (best, most) = (entry, usable);
        }
        return best;
    }

    /// <summary>Tokens of the prompt that need not be computed with this state.</summary>
    public int Usable(SavedPrefix entry, ReadOnlySpan<int> prompt)
    {
        var reusable = prompt[..Math.Max(0, prompt.Length - 1)];
        return Shared(entry.Tokens, reusable);
    }

    public bool IsWorthSaving(ReadOnlySpan<int> tokens)
    {
        if (tokens.Length < limits.MinTokens)
            return false;
        foreach (var entry in _entries)
        {
            if (tokens.Length - Shared(entry.Tokens, tokens) < limits.MinTokens)
                return false;
        }
        return true;
    }

    /// <summary>Takes in a state, as the most recently used; returns those that are dropped for it, itself included where it is too large.</summary>
    public IReadOnlyList<SavedPrefix> Add(SavedPrefix added)
    {
        var dropped = _entries.FindAll(entry => IsCovered(entry, added));
        foreach (var entry in dropped)
            Remove(entry);
        _entries.Add(added);
        Bytes += added.Bytes;
        while (_entries.Count > limits.MaxFiles || (Bytes > limits.MaxBytes && _entries.Count > 0))
        {
            dropped.Add(_entries[0]);
            Remove(_entries[0]);
        }
        return dropped;
    }

    /// <summary>Makes it the most recently used.</summary>
    public void Use(SavedPrefix entry)
    {
        if (_entries.Remove(entry))
            _entries.Add(entry);
    }

    public bool Remove(SavedPrefix entry)
    {
        if (!_entries.Remove(entry))
            return false;
        Bytes -= entry.Bytes;
        return true;
    }

    // A later state of the same conversation, or another end of it: too little is lost without the old one.
    private bool IsCovered(SavedPrefix old, SavedPrefix by)
    {
        var shared = old.Tokens.AsSpan().CommonPrefixLength(by.Tokens);
        return forgetsParts ? old.Tokens.Length - shared < Math.Max(1, limits.MinTokens) : shared == old.Tokens.Length;
    }

    private int Shared(int[] saved, ReadOnlySpan<int> tokens)
    {
        var common = tokens.CommonPrefixLength(saved);
        return forgetsParts || common == saved.Length ? common : 0;
    }
}
