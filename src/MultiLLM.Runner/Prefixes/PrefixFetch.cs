namespace MultiLLM.Runner.Prefixes;

/// <summary>A state on its way from disk. One thread reads it, another takes it or gives up; whoever comes last frees it.</summary>
/// <param name="prefix">What is read.</param>
/// <param name="usable">Tokens of the prompt that need not be computed with it.</param>
internal sealed class PrefixFetch(SavedPrefix prefix, int usable) : IDisposable
{
    private readonly Lock _gate = new();
    private StateBuffer? _state;
    private bool _isGivenUp;

    public SavedPrefix Prefix { get; } = prefix;
    public int Usable { get; } = usable;

    /// <summary>Timestamp, for the one who waits.</summary>
    public long Began { get; set; }

    /// <summary>Read, or found to be unreadable.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Called once, by the reader.</summary>
    /// <param name="state">Null: it cannot be had.</param>
    public void Complete(StateBuffer? state)
    {
        lock (_gate)
        {
            IsDone = true;
            if (!_isGivenUp)
            {
                _state = state;
                return;
            }
        }
        state?.Dispose();
    }

    /// <summary>The state, once, for the caller to dispose; null where it is not there.</summary>
    public StateBuffer? Take()
    {
        lock (_gate)
        {
            var state = _state;
            _state = null;
            _isGivenUp = true;
            return state;
        }
    }

    public void Dispose() => Take()?.Dispose();
}
