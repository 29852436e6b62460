using System.Buffers.Binary;
using System.Text;

namespace MultiLLM.Core.Catalog;

/// <summary>
/// Pulls a GGUF head out of a stream. Nothing in the file is believed: each count and length is checked against a limit and against
/// what is left of the file before anything is allocated or skipped. Throws <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class GgufReader(Stream file)
{
    private const int MaxKeys = 65_536;
    private const int MaxTensors = 1_000_000;
    private const int MaxKeyBytes = 1024;
    private const int MaxTextBytes = 4 * 1024 * 1024;
    private const int MaxNesting = 4;
    private const long MaxHeadBytes = 512L * 1024 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly long _length = file.Length;
    private int _start;
    private int _end;
    private long _position;

    public GgufHeader ReadHeader()
    {
        if (_length < 24 || !Take(4).SequenceEqual("GGUF"u8))
            throw new InvalidDataException("Not a GGUF file.");
        var version = UInt32();
        if (version is not (2 or 3))
            throw new InvalidDataException($"GGUF version {version} is not supported (2 and 3 are).");
        var tensors = Count("tensors", MaxTensors, bytesEach: 24);
        var keys = Count("metadata keys", MaxKeys, bytesEach: 13);

        var metadata = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var i = 0; i < keys; i++)
        {
            var key = Text(MaxKeyBytes, "A metadata key");
            if (Value(UInt32(), nesting: 0, keep: true) is { } value)
                metadata[key] = value;
        }

        var (parameters, dataBytes) = Tensors(tensors);
        var alignment = metadata.GetValueOrDefault("general.alignment") is long and > 0 and <= 1 << 20 and var given ? given : 32;
        var dataStart = (_position + alignment - 1) / alignment * alignment;
        if (tensors > 0 && dataBytes > _length - dataStart)
            throw new InvalidDataException($"The file is cut short: it has {_length} bytes, its weights end at {dataStart + dataBytes}.");
        return new GgufHeader { Version = version, Metadata = metadata, Parameters = parameters, TensorCount = tensors };
    }

    private (long Parameters, long DataBytes) Tensors(int count)
    {
        long parameters = 0, dataBytes = 0;
        for (var i = 0; i < count; i++)
        {
            Skip(Length(MaxKeyBytes, "A tensor name"));
            var dimensions = UInt32();
            if (dimensions > 8)
                throw new InvalidDataException($"A tensor has {dimensions} dimensions.");
            long elements = 1;
            for (var d = 0; d < dimensions; d++)
            {
                var size = UInt64();
                if (size > long.MaxValue || (size > 0 && elements > (1L << 50) / (long)size))
                    throw new InvalidDataException("A tensor is impossibly large.");
                elements *= (long)size;
            }
            var type = UInt32();
            var offset = UInt64();
            if (offset > (ulong)_length)
                throw new InvalidDataException($"The file is cut short: it has {_length} bytes, a tensor starts at {offset} of the data.");
            parameters += elements;
            if (parameters > 1L << 55)
                throw new InvalidDataException("The tensors are impossibly large together.");
            dataBytes = Math.Max(dataBytes, (long)offset + GgufTypes.Bytes(type, elements));
        }
        return (parameters, dataBytes);
    }

    private object? Value(uint type, int nesting, bool keep)
    {
        switch (type)
        {
            case 0: return (long)Take(1)[0];
            case 1: return (long)(sbyte)Take(1)[0];
            case 2: return (long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
            case 3: return (long)BinaryPrimitives.ReadInt16LittleEndian(Take(2));
            case 4: return (long)UInt32();
            case 5: return (long)(int)UInt32();
            case 6: return (double)BinaryPrimitives.ReadSingleLittleEndian(Take(4));
            case 7: return Take(1)[0] != 0;
            case 8:
                if (keep)
                    return Text(MaxTextBytes, "A metadata text");
                Skip(Length(MaxTextBytes, "A metadata text"));
                return null;
            case 9:
                SkipArray(nesting);
                return null;
            case 10: return UInt64() is <= long.MaxValue and var number ? (long)number : null;
            case 11: return (long)UInt64();
            case 12: return BinaryPrimitives.ReadDoubleLittleEndian(Take(8));
            default: throw new InvalidDataException($"Metadata of unknown type {type}.");
        }
    }

    private void SkipArray(int nesting)
    {
        if (nesting >= MaxNesting)
            throw new InvalidDataException($"Metadata arrays are nested more than {MaxNesting} deep.");
        var type = UInt32();
        var size = GgufTypes.ValueBytes(type);
        var count = UInt64();
        var least = size ?? (type == 8 ? 8 : 12);
        if (count > (ulong)(Left / least))
            throw new InvalidDataException($"A metadata array claims {count} elements, more than the file holds.");
        if (size is { } bytes)
        {
            Skip((long)count * bytes);
            return;
        }
        for (ulong i = 0; i < count; i++)
            Value(type, nesting + 1, keep: false);
    }

    private long Left => _length - _position;

    private int Count(string what, int limit, int bytesEach)
    {
        var count = UInt64();
        if (count > (ulong)limit || (long)count * bytesEach > Left)
            throw new InvalidDataException($"The file claims {count} {what}, more than it can hold.");
        return (int)count;
    }

    private int Length(int limit, string what)
    {
        var length = UInt64();
        if (length > (ulong)limit || (long)length > Left)
            throw new InvalidDataException($"{what} claims {length} bytes; the limit is {limit} and {Left} are left.");
        return (int)length;
    }

    private string Text(int limit, string what)
    {
        var length = Length(limit, what);
        if (length <= _buffer.Length)
            return Encoding.UTF8.GetString(Take(length));
        var bytes = new byte[length];
        for (var done = 0; done < length;)
        {
            var part = Take(Math.Min(length - done, _buffer.Length));
            part.CopyTo(bytes.AsSpan(done));
            done += part.Length;
        }
        return Encoding.UTF8.GetString(bytes);
    }

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    private void Skip(long bytes)
    {
        Bound(bytes);
        var buffered = (int)Math.Min(bytes, _end - _start);
        _start += buffered;
        _position += bytes;
        if (bytes > buffered)
            file.Seek(bytes - buffered, SeekOrigin.Current);
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        Bound(bytes);
        while (_end - _start < bytes)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var read = file.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
                throw new InvalidDataException("The file ends inside its head.");
            _end += read;
        }
        var span = _buffer.AsSpan(_start, bytes);
        _start += bytes;
        _position += bytes;
        return span;
    }

    private void Bound(long bytes)
    {
        if (bytes > Left)
            throw new InvalidDataException("The file ends inside its head.");
        if (_position + bytes > MaxHeadBytes)
            throw new InvalidDataException($"The head of the file is larger than {MaxHeadBytes} bytes.");
    }
}
