using System.Runtime.InteropServices;

namespace StarterModels.Trainer.Models;

/// <summary>
/// Float32 weights with the optimizer's moments. The gradients come from bf16 replicas, one for each worker thread;
/// <see cref="Training.AdamW"/> sums them and updates what is kept here.
/// </summary>
internal sealed class MasterWeights
{
    public MasterWeights(IReadOnlyList<WeightSlot> slots, int seed, int layers)
    {
        Slots = slots;
        var count = slots[^1].Offset + slots[^1].Count;
        Values = new float[count];
        FirstMoments = new float[count];
        SecondMoments = new float[count];
        var random = new Random(seed);
        foreach (var slot in slots)
            Initialize(slot, random, layers);
    }

    public IReadOnlyList<WeightSlot> Slots { get; }
    public float[] Values { get; }
    public float[] FirstMoments { get; }
    public float[] SecondMoments { get; }

    /// <summary>Updates so far.</summary>
    public long Step { get; set; }

    public Span<float> Of(WeightSlot slot) => Values.AsSpan((int)slot.Offset, slot.Count);

    public float[] Copy(string name) => Of(Slots.First(slot => slot.Name == name)).ToArray();

    public void Save(string path)
    {
        var temporary = path + ".tmp";
        using (var writer = new BinaryWriter(File.Create(temporary)))
        {
            writer.Write(Step);
            writer.Write(Values.Length);
            writer.Write(MemoryMarshal.AsBytes(Values.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(FirstMoments.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(SecondMoments.AsSpan()));
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <param name="moments">Take the optimizer's state over too; false starts it afresh.</param>
    /// <exception cref="InvalidDataException">The checkpoint is of another model.</exception>
    public void Load(string path, bool moments)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var step = reader.ReadInt64();
        if (reader.ReadInt32() != Values.Length)
            throw new InvalidDataException($"{path} holds another number of weights; was the tokenizer or the model's shape changed?");

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Values.AsSpan()));
        if (!moments)
            return;
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(FirstMoments.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(SecondMoments.AsSpan()));
        Step = step;
    }

    private void Initialize(WeightSlot slot, Random random, int layers)
    {
        var values = Of(slot);
        if (slot.Name == BertModel.PositionSlot)
            return; // places never met in training stay neutral

        if (slot.Shape.Length == 1)
        {
            values.Fill(slot.Name.EndsWith("bias", StringComparison.Ordinal) ? 0f : 1f);
            return;
        }
        // what adds to the residual stream starts smaller, the more layers there are
        var addsToResidual = slot.Name.EndsWith(".attn_out", StringComparison.Ordinal) || slot.Name.EndsWith(".ffn_down", StringComparison.Ordinal);
        var deviation = addsToResidual ? 0.02f / MathF.Sqrt(2 * layers) : 0.02f;
        foreach (ref var value in values)
            value = deviation * NextGaussian(random);
    }

    private static float NextGaussian(Random random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1.0 - random.NextDouble()));
        return (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
