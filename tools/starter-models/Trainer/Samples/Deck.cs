namespace StarterModels.Trainer.Samples;

/// <summary>Draws without replacement; shuffles again at the end of each pass.</summary>
internal sealed class Deck<T>(IReadOnlyList<T> items, Random random)
{
    private readonly int[] _order = [.. Enumerable.Range(0, items.Count)];
    private int _next = int.MaxValue;
    private long _drawn;

    public int Count => items.Count;

    /// <summary>How often each item was drawn, on average.</summary>
    public double Passes => items.Count == 0 ? 0 : (double)_drawn / items.Count;

    public T Draw()
    {
        if (_next >= _order.Length)
        {
            random.Shuffle(_order);
            _next = 0;
        }
        _drawn++;
        return items[_order[_next++]];
    }
}
