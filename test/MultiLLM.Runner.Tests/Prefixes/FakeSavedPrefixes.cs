using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Tests.Prefixes;

/// <summary>Saved states in memory, with the real decisions; reading ends when the test says so.</summary>
internal sealed class FakeSavedPrefixes(PrefixLimits limits, bool forgetsParts = true) : ISavedPrefixes
{
    private readonly Dictionary<string, byte[]> _states = [];
    private readonly List<PrefixFetch> _reading = [];
    private int _lastName;

    public SavedPrefixIndex Index { get; } = new(limits, forgetsParts);
    public bool ReadsAtOnce { get; set; } = true;
    public bool IsUnreadable { get; set; }
    public List<SavedPrefix> DroppedByEngine { get; } = [];
    public long MaxStateBytes => limits.MaxBytes;
    public TimeSpan Busy { get; set; }

    public bool IsWorthSaving(ReadOnlySpan<int> tokens) => Index.IsWorthSaving(tokens);

    public void Save(int[] tokens, StateBuffer state)
    {
        Assert.Equal(tokens.Length * sizeof(int), state.Length);
        var name = $"{++_lastName}";
        _states[name] = state.Bytes.ToArray();
        foreach (var dropped in Index.Add(new SavedPrefix(name, tokens, state.Length)))
            Assert.True(_states.Remove(dropped.Path));
        state.Dispose();
    }

    public PrefixFetch? Fetch(ReadOnlySpan<int> prompt, int have)
    {
        if (Index.Find(prompt, have) is not { } found)
            return null;
        Index.Use(found);
        var fetch = new PrefixFetch(found, Index.Usable(found, prompt));
        _reading.Add(fetch);
        if (ReadsAtOnce)
            EndReading();
        return fetch;
    }

    /// <summary>False: nothing was being read.</summary>
    public bool EndReading()
    {
        if (_reading.Count == 0)
            return false;
        foreach (var fetch in _reading)
            fetch.Complete(IsUnreadable ? null : Read(fetch.Prefix));
        _reading.Clear();
        return true;
    }

    public void Drop(SavedPrefix prefix)
    {
        DroppedByEngine.Add(prefix);
        Index.Remove(prefix);
    }

    public bool Finish(TimeSpan patience) => true;

    private StateBuffer? Read(SavedPrefix prefix)
    {
        if (!_states.TryGetValue(prefix.Path, out var bytes) || StateBuffer.TryCreate(bytes.Length) is not { } state)
            return null;
        bytes.CopyTo(state.Bytes);
        return state;
    }
}
