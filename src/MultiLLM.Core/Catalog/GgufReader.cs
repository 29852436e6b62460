using System.Buffers.Binary;

namespace MultiLLM.Core.Catalog;

/// <summary>
/// Reads a GGUF head. Nothing in the file is believed: whatever llama.cpp would refuse, stumble over or allocate without measure is refused here
/// first, with the reason. Throws <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class GgufReader(Stream file)
{
    public const string AlignmentKey = "general.alignment";
    private const uint DefaultAlignment = 32;
    private const int LeastKeyBytes = 13; // a key of no length, a type, a value of one byte

    private readonly GgufInput _input = new(file);

    public GgufHeader ReadHeader()
    {
        var version = Version();
        var tensors = Count("tensors", GgufLimits.Tensors, GgufTensorReader.LeastBytes);
        var keys = Count("metadata keys", GgufLimits.Keys, LeastKeyBytes);
        var values = new GgufValueReader(_input);
        for (var i = 0; i < keys; i++)
            values.ReadNext();
        var alignment = Alignment(values.Metadata);
        return new GgufHeader
        {
            Version = version,
            Metadata = values.Metadata,
            Arrays = values.Arrays,
            Tensors = new GgufTensorReader(_input, alignment).Read(tensors),
            FileBytes = _input.Length,
        };
    }

    private uint Version()
    {
        if (_input.Length == 0)
            throw new InvalidDataException("The file is empty.");
        if (_input.Length < 4 || !_input.Take(4).SequenceEqual("GGUF"u8))
            throw new InvalidDataException("Not a GGUF file.");
        var version = _input.UInt32();
        if (BinaryPrimitives.ReverseEndianness(version) is > 0 and < 0x10000)
            throw new InvalidDataException("The file is written for big-endian machines; llama.cpp here reads little-endian files.");
        return version is 2 or 3 ? version : throw new InvalidDataException($"GGUF version {version} is not supported (2 and 3 are).");
    }

    private int Count(string what, int limit, int leastBytesEach)
    {
        var count = _input.UInt64();
        if (count > (ulong)limit)
            throw new InvalidDataException($"The file claims {count} {what}; the limit is {limit}.");
        if ((long)count * leastBytesEach > _input.Left)
            throw new InvalidDataException($"The file claims {count} {what}, more than its {_input.Length} bytes can hold.");
        return (int)count;
    }

    private static uint Alignment(Dictionary<string, object> metadata)
    {
        if (!metadata.TryGetValue(AlignmentKey, out var given))
            return DefaultAlignment;
        var alignment = (uint)(long)given; // the value reader took no other type
        return uint.IsPow2(alignment) ? alignment : throw new InvalidDataException($"The alignment ({AlignmentKey}) is {given}; it must be a power of two.");
    }
}
