namespace MultiLLM.Runner.Prefixes;

/// <summary>
/// States that outlive the process. Calls are made on the decode loop's thread and return at once, <see cref="Finish"/> excepted; files are
/// read and written elsewhere.
/// </summary>
internal interface ISavedPrefixes
{
    /// <summary>The most bytes one state may take.</summary>
    long MaxStateBytes { get; }

    /// <summary>Until another state is taken: zero: now; infinite: when the one being written is, which wakes the loop.</summary>
    TimeSpan Busy { get; }

    bool IsWorthSaving(ReadOnlySpan<int> tokens);

    /// <summary>Writes a state, which it takes over.</summary>
    void Save(int[] tokens, StateBuffer state);

    /// <summary>Begins to read a state that the prompt begins with; its end wakes the loop. Null: none is worth it.</summary>
    /// <param name="prompt">All its tokens.</param>
    /// <param name="have">Tokens of it that are in memory already.</param>
    PrefixFetch? Fetch(ReadOnlySpan<int> prompt, int have);

    /// <summary>Deletes a state that the engine does not take.</summary>
    void Drop(SavedPrefix prefix);

    /// <summary>Waits until what is being written is written; false: not in that time.</summary>
    bool Finish(TimeSpan patience);
}
