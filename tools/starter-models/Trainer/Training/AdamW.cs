using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StarterModels.Trainer.Models;
using static TorchSharp.torch;

namespace StarterModels.Trainer.Training;

/// <summary>Sums the gradients of bf16 replicas, updates the float32 master and writes the rounded weights back into each.</summary>
internal sealed unsafe partial class AdamW(MasterWeights master, float weightDecay)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.98f;
    private const float Epsilon = 1e-8f;
    private const float LargestNorm = 1f;
    private const int ChunkSize = 1 << 18;
    private const int Lanes = 16;

    private readonly List<(int Slot, int From, int To)> _chunks = MakeChunks(master);

    /// <summary>One step; afterwards the replicas' gradients are gone. Returns the norm of the gradient before clipping.</summary>
    public double Update(IReadOnlyList<Replica> replicas, float learningRate)
    {
        var held = new List<Tensor>();
        var gradients = replicas.Select(replica => replica.Parameters.Select(parameter => GradientPointer(parameter, held)).ToArray()).ToArray();
        var weights = replicas.Select(replica => replica.Parameters.Select(DataPointer).ToArray()).ToArray();
        var norm = Norm(gradients);
        if (double.IsFinite(norm))
            Apply(gradients, weights, learningRate, norm > LargestNorm ? (float)(LargestNorm / norm) : 1f);

        foreach (var replica in replicas)
        {
            foreach (var parameter in replica.Parameters)
                parameter.grad = null;
        }
        foreach (var gradient in held)
            gradient.Dispose();
        return norm;
    }

    private double Norm(nint[][] gradients)
    {
        var sums = new double[_chunks.Count];
        Parallel.For(0, _chunks.Count, Workers(gradients.Length), index =>
        {
            var (slot, from, to) = _chunks[index];
            if (gradients[0][slot] == 0)
                return;
            var sum = Vector512<float>.Zero;
            for (var at = from; at < to; at += Lanes)
            {
                var gradient = Sum(gradients, slot, at);
                sum += gradient * gradient;
            }
            sums[index] = Vector512.Sum(sum);
        });
        return Math.Sqrt(sums.Sum());
    }

    private void Apply(nint[][] gradients, nint[][] weights, float learningRate, float scale)
    {
        master.Step++;
        var firstCorrection = learningRate / (1f - MathF.Pow(Beta1, master.Step));
        var secondCorrection = 1f / (1f - MathF.Pow(Beta2, master.Step));
        Parallel.For(0, _chunks.Count, Workers(gradients.Length), index =>
        {
            var (slot, from, to) = _chunks[index];
            if (gradients[0][slot] == 0)
                return;
            var offset = master.Slots[slot].Offset;
            var keep = master.Slots[slot].Decay ? 1f - learningRate * weightDecay : 1f;
            fixed (float* values = &master.Values[offset], first = &master.FirstMoments[offset], second = &master.SecondMoments[offset])
            {
                for (var at = from; at < to; at += Lanes)
                {
                    var gradient = Sum(gradients, slot, at) * scale;
                    var mean = Vector512.Load(first + at) * Beta1 + gradient * (1 - Beta1);
                    var variance = Vector512.Load(second + at) * Beta2 + gradient * gradient * (1 - Beta2);
                    var step = mean * firstCorrection / (Vector512.Sqrt(variance * secondCorrection) + Vector512.Create(Epsilon));
                    var value = Vector512.Load(values + at) * keep - step;
                    mean.Store(first + at);
                    variance.Store(second + at);
                    value.Store(values + at);
                    foreach (var replica in weights)
                        StoreRounded(value, (ushort*)replica[slot] + at);
                }
            }
        });
    }

    private static Vector512<float> Sum(nint[][] gradients, int slot, int at)
    {
        var sum = Widen((ushort*)gradients[0][slot] + at);
        for (var replica = 1; replica < gradients.Length; replica++)
        {
            if (gradients[replica][slot] != 0)
                sum += Widen((ushort*)gradients[replica][slot] + at);
        }
        return sum;
    }

    /// <summary>A bf16 is the upper half of a float.</summary>
    private static Vector512<float> Widen(ushort* source)
    {
        var (lower, upper) = Vector256.Widen(Vector256.Load(source));
        return Vector512.Create((lower << 16).AsSingle(), (upper << 16).AsSingle());
    }

    /// <summary>To the nearest bf16, ties to even.</summary>
    private static void StoreRounded(Vector512<float> values, ushort* target)
    {
        var bits = values.AsUInt32();
        var rounded = (bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512<uint>.One)) >>> 16;
        Vector256.Narrow(rounded.GetLower(), rounded.GetUpper()).Store(target);
    }

    private static List<(int Slot, int From, int To)> MakeChunks(MasterWeights master)
    {
        var chunks = new List<(int, int, int)>();
        for (var slot = 0; slot < master.Slots.Count; slot++)
        {
            var count = master.Slots[slot].Count;
            if (count % Lanes != 0)
                throw new ArgumentException($"{master.Slots[slot].Name} has {count} weights, which is no multiple of {Lanes}");
            for (var from = 0; from < count; from += ChunkSize)
                chunks.Add((slot, from, Math.Min(from + ChunkSize, count)));
        }
        return chunks;
    }

    private static ParallelOptions Workers(int count) => new() { MaxDegreeOfParallelism = count };

    private static nint GradientPointer(Tensor parameter, List<Tensor> held)
    {
        if (parameter.grad is not { } gradient)
            return 0;
        held.Add(gradient);
        return DataPointer(gradient);
    }

    private static nint DataPointer(Tensor tensor) => TensorData(tensor.Handle);

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint TensorData(nint tensor);
}
