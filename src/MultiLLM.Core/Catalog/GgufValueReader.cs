namespace MultiLLM.Core.Catalog;

/// <summary>Reads the metadata, a key and its value at a time. Throws <see cref="InvalidDataException"/>.</summary>
internal sealed class GgufValueReader(GgufInput input)
{
    private const uint UInt32 = 4;
    private const uint Text = 8;
    private const uint Array = 9;
    private const string TemplateKey = "tokenizer.chat_template";

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private int _textBytes;
    private int _numbers;

    /// <summary>Texts, and numbers as long, double or bool; whole numbers beyond 63 bits are left out.</summary>
    public Dictionary<string, object> Metadata { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, GgufArray> Arrays { get; } = new(StringComparer.Ordinal);

    public void ReadNext()
    {
        var key = input.Text(GgufLimits.KeyBytes, "A metadata key");
        if (key.Length == 0)
            throw new InvalidDataException("A metadata key is empty.");
        if (!_keys.Add(key))
            throw new InvalidDataException($"The metadata key {Shown(key)} appears twice.");
        var type = input.UInt32();
        if (key == GgufReader.AlignmentKey && type != UInt32)
            throw new InvalidDataException($"The alignment ({key}) is of type {type}; it must be a 32-bit number that is a power of two.");
        if (type == Array)
            Arrays[key] = ReadArray(key);
        else if ((type == Text ? ReadText(key) : Scalar(type, key)) is { } value)
            Metadata[key] = value;
    }

    private string ReadText(string key)
    {
        var (limit, what) = key.StartsWith(TemplateKey, StringComparison.Ordinal)
            ? (GgufLimits.TemplateBytes, $"The chat template ({Shown(key)})")
            : (GgufLimits.TextBytes, $"The metadata text {Shown(key)}");
        var began = input.Position;
        var text = input.Text(limit, what);
        _textBytes += (int)(input.Position - began);
        return _textBytes <= GgufLimits.AllTextBytes
            ? text
            : throw new InvalidDataException($"The metadata texts are larger than {GgufLimits.AllTextBytes} bytes together.");
    }

    private object? Scalar(uint type, string key) => type switch
    {
        0 => (long)input.Byte(),
        1 => (long)(sbyte)input.Byte(),
        2 => (long)input.UInt16(),
        3 => (long)(short)input.UInt16(),
        4 => (long)input.UInt32(),
        5 => (long)(int)input.UInt32(),
        6 => (double)input.Single(),
        7 => input.Byte() != 0,
        10 => input.UInt64() is <= long.MaxValue and var number ? (long)number : null,
        11 => (long)input.UInt64(),
        12 => input.Double(),
        _ => throw new InvalidDataException($"The metadata key {Shown(key)} has a value of unknown type {type}."),
    };

    private GgufArray ReadArray(string key)
    {
        var type = input.UInt32();
        if (type == Array)
            throw new InvalidDataException($"The metadata key {Shown(key)} nests lists, which no model does.");
        var bytesEach = type == Text ? sizeof(ulong) : GgufTypes.ValueBytes(type)
            ?? throw new InvalidDataException($"The metadata key {Shown(key)} has a list of unknown type {type}.");
        var count = input.UInt64();
        if (count > (ulong)(input.Left / bytesEach))
            throw new InvalidDataException($"The metadata key {Shown(key)} claims a list of {count} elements, more than the file holds.");
        return type == Text ? SkipTexts((long)count, key) : ReadNumbers((int)type, (long)count, bytesEach, key);
    }

    private GgufArray SkipTexts(long count, string key)
    {
        var what = $"A text of the list {Shown(key)}";
        long bytes = 0;
        for (long i = 0; i < count; i++)
            bytes += input.SkipText(GgufLimits.TextBytes, what);
        return new GgufArray(count, bytes, null);
    }

    private GgufArray ReadNumbers(int type, long count, int bytesEach, string key)
    {
        var bytes = count * bytesEach;
        var isFraction = type is 6 or 12;
        if (isFraction || count > GgufLimits.KeptNumbers || _numbers + count > GgufLimits.KeptNumbersTogether)
        {
            input.Skip(bytes);
            return new GgufArray(count, bytes, null);
        }
        _numbers += (int)count;
        var numbers = new long[count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = Scalar((uint)type, key) switch { long number => number, true => 1, false => 0, _ => long.MaxValue };
        return new GgufArray(count, bytes, numbers);
    }

    private static string Shown(string key) => $"\"{(key.Length <= 100 ? key : key[..100] + "…")}\"";
}
