using System.Buffers.Binary;
using System.Text;

namespace MultiLLM.Core.Catalog;

/// <summary>
/// The bytes of a file's head, in order. A length is checked against its limit and against what is left of the file before anything is allocated
/// or skipped. Throws <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class GgufInput(Stream file)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public long Length { get; } = file.Length;
    public long Position { get; private set; }
    public long Left => Length - Position;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>A text's bytes, announced by their number.</summary>
    /// <param name="limit">Bytes.</param>
    /// <param name="what">Begins the refusal.</param>
    public string Text(int limit, string what)
    {
        var length = TextLength(limit, what);
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

    /// <summary>Bytes skipped.</summary>
    public int SkipText(int limit, string what)
    {
        var length = TextLength(limit, what);
        Skip(length);
        return length;
    }

    public void Skip(long bytes)
    {
        Bound(bytes);
        var buffered = (int)Math.Min(bytes, _end - _start);
        _start += buffered;
        Position += bytes;
        if (bytes > buffered)
            file.Seek(bytes - buffered, SeekOrigin.Current);
    }

    public ReadOnlySpan<byte> Take(int bytes)
    {
        Bound(bytes);
        while (_end - _start < bytes)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var read = file.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
                throw Ends();
            _end += read;
        }
        var span = _buffer.AsSpan(_start, bytes);
        _start += bytes;
        Position += bytes;
        return span;
    }

    private int TextLength(int limit, string what)
    {
        var length = UInt64();
        if (length > (ulong)limit)
            throw new InvalidDataException($"{what} claims {length} bytes; the limit is {limit}.");
        if ((long)length > Left)
            throw new InvalidDataException($"{what} claims {length} bytes; the file has {Left} left.");
        return (int)length;
    }

    private void Bound(long bytes)
    {
        if (bytes > Left)
            throw Ends();
        if (bytes > GgufLimits.HeadBytes - Position)
            throw new InvalidDataException($"The head of the file is larger than {GgufLimits.HeadBytes} bytes.");
    }

    private InvalidDataException Ends() => new($"The file is cut short: it has {Length} bytes and ends inside its head.");
}
