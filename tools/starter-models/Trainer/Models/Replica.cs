using TorchSharp;
using static TorchSharp.torch;

namespace StarterModels.Trainer.Models;

/// <summary>Leaf tensors of one copy of a model; the float32 original lies in <see cref="MasterWeights"/>.</summary>
internal abstract class Replica : IDisposable
{
    private readonly IReadOnlyList<WeightSlot> _slots;

    protected Replica(IReadOnlyList<WeightSlot> slots, ScalarType type, bool trains)
    {
        _slots = slots;
        Type = type;
        Parameters = [.. slots.Select(slot => zeros(slot.Shape, dtype: type).requires_grad_(trains).DetachFromDisposeScope())];
    }

    /// <summary>In the order of the slots.</summary>
    public Tensor[] Parameters { get; }

    protected ScalarType Type { get; }

    public void CopyFrom(MasterWeights master)
    {
        using var noGradient = no_grad();
        for (var index = 0; index < _slots.Count; index++)
        {
            using var values = tensor(master.Of(_slots[index]).ToArray(), _slots[index].Shape);
            Parameters[index].copy_(values);
        }
    }

    public void Dispose()
    {
        foreach (var parameter in Parameters)
            parameter.Dispose();
        DisposeConstants();
    }

    protected virtual void DisposeConstants()
    {
    }
}
