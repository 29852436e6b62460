using System.Runtime.InteropServices;

namespace StarterModels.Trainer.Export;

/// <summary>GGML's numbers of the types written here.</summary>
internal enum TensorType : uint
{
    F32 = 0,
    F16 = 1,
    Q8_0 = 8,
}

/// <summary>Weights as GGML stores them, and back.</summary>
internal static class TensorPacking
{
    // a Q8_0 block: half scale, then 32 signed bytes
    private const int BlockWeights = 32;
    private const int BlockBytes = 34;
    private const int ScaleBytes = 2;

    /// <summary>GGUF's <c>general.file_type</c>.</summary>
    public static uint FileType(TensorType type) => type switch
    {
        TensorType.F32 => 0,
        TensorType.F16 => 1,
        _ => 7,
    };

    public static byte[] Pack(float[] values, TensorType type, long rowLength) => type switch
    {
        TensorType.F32 => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        TensorType.F16 => MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (Half)value).AsSpan()).ToArray(),
        TensorType.Q8_0 when rowLength % BlockWeights == 0 => PackQ8(values),
        TensorType.Q8_0 => throw new ArgumentException($"a Q8_0 row must be a multiple of {BlockWeights}, not {rowLength}"),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static float[] Unpack(byte[] packed, TensorType type) => type switch
    {
        TensorType.F32 => MemoryMarshal.Cast<byte, float>(packed).ToArray(),
        TensorType.F16 => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(packed).ToArray(), value => (float)value),
        TensorType.Q8_0 => UnpackQ8(packed),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static byte[] PackQ8(float[] values)
    {
        var packed = new byte[values.Length / BlockWeights * BlockBytes];
        for (var block = 0; block < values.Length / BlockWeights; block++)
        {
            var source = values.AsSpan(block * BlockWeights, BlockWeights);
            var target = packed.AsSpan(block * BlockBytes, BlockBytes);
            var largest = 0f;
            foreach (var value in source)
                largest = MathF.Max(largest, MathF.Abs(value));

            // the divisor is the scale before it is rounded to half
            var scale = largest / 127f;
            var inverse = scale != 0 ? 1f / scale : 0f;
            BitConverter.TryWriteBytes(target, (Half)scale);
            for (var index = 0; index < BlockWeights; index++)
                target[ScaleBytes + index] = (byte)(sbyte)MathF.Round(source[index] * inverse, MidpointRounding.AwayFromZero);
        }
        return packed;
    }

    private static float[] UnpackQ8(byte[] packed)
    {
        var values = new float[packed.Length / BlockBytes * BlockWeights];
        for (var index = 0; index < values.Length; index++)
        {
            var block = index / BlockWeights * BlockBytes;
            values[index] = (float)BitConverter.ToHalf(packed, block) * (sbyte)packed[block + ScaleBytes + index % BlockWeights];
        }
        return values;
    }
}
