namespace MultiLLM.Dashboard.Shared;

/// <summary>
/// What a page shows, as its address says. A change counts here at once, and not only when the browser has told of the new address: whoever changes a second thing
/// before that would lose the first.
/// </summary>
/// <typeparam name="T">Compared by its value.</typeparam>
internal sealed class AddressState<T>(T before)
    where T : notnull
{
    private T _told = before;

    public T Current { get; private set; } = before;

    /// <summary>What the address says now. Told again what it was told before, a page keeps what was changed meanwhile.</summary>
    public void Told(T state)
    {
        if (EqualityComparer<T>.Default.Equals(state, _told))
            return;
        Current = _told = state;
    }

    /// <summary>To what the caller sends the browser.</summary>
    public void Change(T state) => Current = state;
}
