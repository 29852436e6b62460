namespace MultiLLM.Core.Catalog;

/// <summary>Reads the list of tensors and checks that they lie in the file one after the other. Throws <see cref="InvalidDataException"/>.</summary>
internal sealed class GgufTensorReader(GgufInput input, uint alignment)
{
    /// <summary>Of a tensor without a name and without dimensions.</summary>
    public const int LeastBytes = 24;

    // No file is larger; sums of a few such numbers stay within 63 bits.
    private const long MaxElements = 1L << 50;
    private const long MaxDataBytes = 1L << 60;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public IReadOnlyList<GgufTensor> Read(int count)
    {
        var tensors = new GgufTensor[count];
        long next = 0;
        for (var i = 0; i < count; i++)
        {
            tensors[i] = ReadNext(next);
            next += Padded(tensors[i].Bytes);
            if (next > MaxDataBytes)
                throw new InvalidDataException("The tensors are impossibly large together.");
        }
        if (count > 0)
            CheckData(tensors[^1]);
        return tensors;
    }

    private GgufTensor ReadNext(long expectedOffset)
    {
        var name = input.Text(GgufLimits.TensorNameBytes, "A tensor's name");
        if (!_names.Add(name))
            throw new InvalidDataException($"Two tensors are named \"{name}\".");
        var dimensions = Dimensions(name);
        var type = input.UInt32();
        var block = GgufTypes.BlockOf(type)
            ?? throw new InvalidDataException($"The tensor \"{name}\" is of type {type}, which this release of llama.cpp does not know.");
        var row = dimensions.Count > 0 ? dimensions[0] : 1;
        if (row % block.Weights != 0)
            throw new InvalidDataException($"The tensor \"{name}\" has rows of {row} numbers; its type stores {block.Weights} at a time.");
        var offset = input.UInt64();
        if (offset % alignment != 0)
            throw new InvalidDataException($"The tensor \"{name}\" lies at {offset} of the data, which is not a multiple of the alignment, {alignment}.");
        if (offset != (ulong)expectedOffset)
            throw new InvalidDataException($"The tensor \"{name}\" lies at {offset} of the data; the tensors before it end at {expectedOffset}.");
        var elements = dimensions.Aggregate(1L, (product, size) => product * size);
        return new GgufTensor(name, type, dimensions, expectedOffset, elements / block.Weights * block.Bytes);
    }

    private IReadOnlyList<long> Dimensions(string name)
    {
        var count = input.UInt32();
        if (count > GgufLimits.Dimensions)
            throw new InvalidDataException($"The tensor \"{name}\" has {count} dimensions; {GgufLimits.Dimensions} are the most.");
        var sizes = new long[count];
        long elements = 1;
        for (var i = 0; i < sizes.Length; i++)
        {
            var size = input.UInt64();
            if (size == 0)
                throw new InvalidDataException($"The tensor \"{name}\" has a dimension of no size.");
            if (size > (ulong)(MaxElements / elements))
                throw new InvalidDataException($"The tensor \"{name}\" is impossibly large.");
            elements *= sizes[i] = (long)size;
        }
        return sizes;
    }

    private void CheckData(GgufTensor last)
    {
        var end = Padded(input.Position) + last.Offset + last.Bytes;
        if (end > input.Length)
            throw new InvalidDataException($"The file is cut short: it has {input.Length} bytes, its weights end at {end}.");
    }

    private long Padded(long bytes) => (bytes + alignment - 1) / alignment * alignment;
}
