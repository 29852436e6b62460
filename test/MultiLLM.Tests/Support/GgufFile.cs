using System.Text;

namespace MultiLLM.Tests.Support;

/// <summary>Writes small GGUF files, wrong ones too where a test asks for it.</summary>
internal sealed class GgufFile
{
    private readonly List<(string Key, uint Type, byte[] Value)> _metadata = [];
    private readonly List<(string Name, ulong[] Shape, uint Type, ulong Offset)> _tensors = [];
    private ulong _alignment = 32;
    private ulong _dataBytes;

    public static GgufFile Model(string architecture = "llama", int context = 2048, string? name = null)
    {
        var file = new GgufFile().With("general.architecture", architecture).With($"{architecture}.context_length", (uint)context);
        return name is null ? file : file.With("general.name", name);
    }

    /// <summary>A number, a boolean, a text or an array of one of them, in its own type.</summary>
    public GgufFile With(string key, object value)
    {
        if (key == "general.alignment" && value is uint and > 0 and var alignment)
            _alignment = alignment;
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        if (value is not Array list)
        {
            Value(writer, value);
            return WithRaw(key, TypeOf(value.GetType()), stream.ToArray());
        }
        writer.Write(TypeOf(list.GetType().GetElementType()!));
        writer.Write((ulong)list.Length);
        foreach (var element in list)
            Value(writer, element);
        return WithRaw(key, 9, stream.ToArray());
    }

    /// <summary>The value's bytes as given.</summary>
    public GgufFile WithRaw(string key, uint type, byte[] value)
    {
        _metadata.Add((key, type, value));
        return this;
    }

    /// <summary>32-bit floats.</summary>
    public GgufFile WithTensor(string name, params ulong[] shape) => WithTensorOf(0, name, shape.Aggregate(4UL, (a, b) => a * b), shape);

    /// <param name="type">Number of the ggml type.</param>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Room its data take.</param>
    /// <param name="shape">Numbers in each direction.</param>
    public GgufFile WithTensorOf(uint type, string name, ulong bytes, params ulong[] shape)
    {
        WithTensorAt(_dataBytes, name, type, shape);
        _dataBytes = (_dataBytes + bytes + _alignment - 1) / _alignment * _alignment;
        return this;
    }

    /// <summary>Without data of its own.</summary>
    public GgufFile WithTensorAt(ulong offset, string name, uint type, params ulong[] shape)
    {
        _tensors.Add((name, shape, type, offset));
        return this;
    }

    public byte[] ToBytes()
    {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        foreach (var (key, type, value) in _metadata)
        {
            Text(writer, key);
            writer.Write(type);
            writer.Write(value);
        }
        foreach (var (name, shape, type, offset) in _tensors)
        {
            Text(writer, name);
            writer.Write((uint)shape.Length);
            foreach (var size in shape)
                writer.Write(size);
            writer.Write(type);
            writer.Write(offset);
        }
        while ((ulong)stream.Length % _alignment != 0)
            writer.Write((byte)0);
        writer.Write(new byte[_dataBytes]);
        return stream.ToArray();
    }

    public string WriteTo(string folder, string fileName)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, fileName);
        File.WriteAllBytes(path, ToBytes());
        return path;
    }

    private static uint TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => 0,
        TypeCode.SByte => 1,
        TypeCode.UInt16 => 2,
        TypeCode.Int16 => 3,
        TypeCode.UInt32 => 4,
        TypeCode.Int32 => 5,
        TypeCode.Single => 6,
        TypeCode.Boolean => 7,
        TypeCode.String => 8,
        TypeCode.UInt64 => 10,
        TypeCode.Int64 => 11,
        TypeCode.Double => 12,
        _ => throw new ArgumentException(type.Name),
    };

    private static void Value(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte number: writer.Write(number); break;
            case sbyte number: writer.Write(number); break;
            case ushort number: writer.Write(number); break;
            case short number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool flag: writer.Write(flag); break;
            case string text: Text(writer, text); break;
            case ulong number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            default: throw new ArgumentException(value.GetType().Name);
        }
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
