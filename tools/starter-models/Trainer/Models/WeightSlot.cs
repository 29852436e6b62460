namespace StarterModels.Trainer.Models;

/// <summary>Where one weight lies in the flat master array.</summary>
/// <param name="Decay">Whether weight decay applies; it does not to embeddings, norms and biases.</param>
internal sealed record WeightSlot(string Name, long Offset, long[] Shape, bool Decay)
{
    public int Count => (int)Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>Lays weights out one behind the other.</summary>
internal sealed class WeightLayout
{
    private readonly List<WeightSlot> _slots = [];

    public IReadOnlyList<WeightSlot> Slots => _slots;

    public WeightLayout Add(string name, params long[] shape) => Add(name, decay: false, shape);

    public WeightLayout AddDecayed(string name, params long[] shape) => Add(name, decay: true, shape);

    private WeightLayout Add(string name, bool decay, long[] shape)
    {
        var offset = _slots.Count == 0 ? 0 : _slots[^1].Offset + _slots[^1].Count;
        _slots.Add(new WeightSlot(name, offset, shape, decay));
        return this;
    }
}
