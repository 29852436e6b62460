using System.Text;

namespace StarterModels.Trainer.Export;

/// <summary>Writes GGUF version 3: little endian, tensors aligned to 32 bytes.</summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;
    private const uint Version = 3;

    private readonly MemoryStream _metadata = new();
    private readonly BinaryWriter _writer;
    private readonly List<(string Name, long[] Shape, TensorType Type, byte[] Data)> _tensors = [];
    private ulong _keys;

    public GgufWriter() => _writer = new BinaryWriter(_metadata);

    private enum ValueType : uint
    {
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Boolean = 7,
        Text = 8,
        Array = 9,
    }

    public GgufWriter Add(string key, uint value)
    {
        AddKey(key, ValueType.UInt32);
        _writer.Write(value);
        return this;
    }

    public GgufWriter Add(string key, int value) => Add(key, (uint)value);

    public GgufWriter Add(string key, float value)
    {
        AddKey(key, ValueType.Float32);
        _writer.Write(value);
        return this;
    }

    public GgufWriter Add(string key, bool value)
    {
        AddKey(key, ValueType.Boolean);
        _writer.Write((byte)(value ? 1 : 0));
        return this;
    }

    public GgufWriter Add(string key, string value)
    {
        AddKey(key, ValueType.Text);
        WriteText(_writer, value);
        return this;
    }

    public GgufWriter Add(string key, IReadOnlyCollection<string> values)
    {
        AddArray(key, ValueType.Text, values.Count);
        foreach (var value in values)
            WriteText(_writer, value);
        return this;
    }

    public GgufWriter Add(string key, IReadOnlyCollection<int> values)
    {
        AddArray(key, ValueType.Int32, values.Count);
        foreach (var value in values)
            _writer.Write(value);
        return this;
    }

    /// <param name="shape">The fastest dimension first: the input width of a linear layer. The reverse of torch's order.</param>
    public void AddTensor(string name, float[] values, TensorType type, params long[] shape)
    {
        if (shape.Aggregate(1L, (product, size) => product * size) != values.Length)
            throw new ArgumentException($"{name}: the shape does not fit {values.Length} values");

        // norms, biases and these two tables stay F32, as llama.cpp's own converter leaves them
        if (shape.Length < 2 || name is "position_embd.weight" or "token_types.weight")
            type = TensorType.F32;
        _tensors.Add((name, shape, type, TensorPacking.Pack(values, type, shape[0])));
    }

    public void Write(string path)
    {
        var temporary = path + ".tmp";
        using (var file = new BinaryWriter(File.Create(temporary)))
        {
            file.Write("GGUF"u8);
            file.Write(Version);
            file.Write((ulong)_tensors.Count);
            file.Write(_keys);
            _writer.Flush();
            file.Write(_metadata.ToArray());
            WriteTensors(file);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private void WriteTensors(BinaryWriter file)
    {
        var offset = 0UL;
        foreach (var (name, shape, type, data) in _tensors)
        {
            WriteText(file, name);
            file.Write((uint)shape.Length);
            foreach (var size in shape)
                file.Write((ulong)size);
            file.Write((uint)type);
            file.Write(offset);
            offset += (ulong)((data.Length + Alignment - 1) / Alignment * Alignment);
        }
        Pad(file);
        foreach (var tensor in _tensors)
        {
            file.Write(tensor.Data);
            Pad(file);
        }
    }

    private static void Pad(BinaryWriter file)
    {
        while (file.BaseStream.Position % Alignment != 0)
            file.Write((byte)0);
    }

    private void AddKey(string key, ValueType type)
    {
        WriteText(_writer, key);
        _writer.Write((uint)type);
        _keys++;
    }

    private void AddArray(string key, ValueType type, int count)
    {
        AddKey(key, ValueType.Array);
        _writer.Write((uint)type);
        _writer.Write((ulong)count);
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
