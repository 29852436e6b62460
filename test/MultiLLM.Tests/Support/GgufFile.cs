using System.Text;

namespace MultiLLM.Tests.Support;

/// <summary>Writes small GGUF files.</summary>
internal sealed class GgufFile
{
    private readonly List<(string Key, object Value)> _metadata = [];
    private readonly List<(string Name, ulong[] Shape, uint Type, ulong Offset)> _tensors = [];
    private int _dataBytes;

    public static GgufFile Model(string architecture = "llama", int context = 2048, string? name = null)
    {
        var file = new GgufFile().With("general.architecture", architecture).With($"{architecture}.context_length", (uint)context);
        return name is null ? file : file.With("general.name", name);
    }

    public GgufFile With(string key, object value)
    {
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>32-bit floats.</summary>
    public GgufFile WithTensor(string name, params ulong[] shape)
    {
        _tensors.Add((name, shape, 0, (ulong)_dataBytes));
        _dataBytes += (int)shape.Aggregate(4UL, (a, b) => a * b);
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
        foreach (var (key, value) in _metadata)
        {
            Text(writer, key);
            Value(writer, value);
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
        while (stream.Length % 32 != 0)
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

    private static void Value(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.Write(8u);
                Text(writer, text);
                break;
            case uint number:
                writer.Write(4u);
                writer.Write(number);
                break;
            case float number:
                writer.Write(6u);
                writer.Write(number);
                break;
            case string[] texts:
                writer.Write(9u);
                writer.Write(8u);
                writer.Write((ulong)texts.Length);
                foreach (var text in texts)
                    Text(writer, text);
                break;
            default:
                throw new ArgumentException(value.GetType().Name);
        }
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
