namespace MultiLLM.Runner.Prefixes;

/// <summary>Nothing outlives the process.</summary>
internal sealed class NoSavedPrefixes : ISavedPrefixes
{
    public static NoSavedPrefixes Instance { get; } = new();

    public long MaxStateBytes => 0;
    public TimeSpan Busy => TimeSpan.Zero;

    public bool IsWorthSaving(ReadOnlySpan<int> tokens) => false;

    public void Save(int[] tokens, StateBuffer state) => state.Dispose();

    public PrefixFetch? Fetch(ReadOnlySpan<int> prompt, int have) => null;

    public void Drop(SavedPrefix prefix)
    {
        // there is none
    }

    public bool Finish(TimeSpan patience) => true;
}
