using System.Buffers;
using System.Buffers.Binary;

namespace MultiLLM.Core.Analytics.Rollups;

/// <summary>Numbers in as many bytes as they need (LEB128; signed ones zigzag).</summary>
internal readonly ref struct PackedWriter(IBufferWriter<byte> output)
{
    private readonly IBufferWriter<byte> _output = output;

    public void Byte(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    public void Count(long value)
    {
        for (var rest = (ulong)value; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                Byte((byte)rest);
                return;
            }
            Byte((byte)(rest | 0x80));
        }
    }

    public void Signed(int value) => Count((uint)((value << 1) ^ (value >> 31)));

    public void Number(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_output.GetSpan(sizeof(double)), value);
        _output.Advance(sizeof(double));
    }
}

/// <summary>Reads what <see cref="PackedWriter"/> wrote.</summary>
internal ref struct PackedReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
            throw new InvalidDataException("The figures end too early.");
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public long Count()
    {
        ulong value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return (long)value;
        }
        throw new InvalidDataException("A number in the figures is too long.");
    }

    public int Signed()
    {
        var packed = (uint)Count();
        return (int)(packed >> 1) ^ -(int)(packed & 1);
    }

    public double Number()
    {
        if (_rest.Length < sizeof(double))
            throw new InvalidDataException("The figures end too early.");
        var value = BinaryPrimitives.ReadDoubleLittleEndian(_rest);
        _rest = _rest[sizeof(double)..];
        return value;
    }
}
