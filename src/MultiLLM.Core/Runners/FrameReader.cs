using System.Buffers;
using System.Net.Sockets;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Core.Runners;

/// <summary>
/// Reads length-delimited messages from a socket through one growing buffer. Messages that arrived together are returned without touching
/// the socket in between.
/// </summary>
internal sealed class FrameReader(Socket socket) : IDisposable
{
    /// <summary>Largest message either side may send.</summary>
    public const int MaxMessageBytes = 64 * 1024 * 1024;

    private const int UsualBuffer = 64 * 1024;
    private const int MaxLengthBytes = 5;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);
    private int _start;
    private int _end;

    /// <summary>The next message that has wholly arrived, or null.</summary>
    /// <exception cref="InvalidDataException">The peer broke the protocol.</exception>
    public FromRunner? TryRead()
    {
        if (!TryReadLength(out var headBytes, out var length) || _end - _start - headBytes < length)
            return null;
        try
        {
            var message = FromRunner.Parser.ParseFrom(_buffer.AsSpan(_start + headBytes, length));
            _start += headBytes + length;
            return message;
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidDataException("The runner sent a message that cannot be read.", error);
        }
    }

    /// <summary>Waits for more bytes. False: the peer closed the connection.</summary>
    public ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var receive = socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        if (!receive.IsCompletedSuccessfully)
            return AwaitedAsync(receive);
        return new ValueTask<bool>(Received(receive.Result));

        async ValueTask<bool> AwaitedAsync(ValueTask<int> pending) => Received(await pending);
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private bool Received(int bytes)
    {
        _end += bytes;
        return bytes > 0;
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        var needed = TryReadLength(out var headBytes, out var length) ? headBytes + length : held + 1;
        if (_start > 0 && (held == 0 || _buffer.Length - _start < needed || _end == _buffer.Length))
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
            (_start, _end) = (0, held);
        }
        var wanted = Math.Max(needed, held + 1);
        if (_buffer.Length < wanted || (held == 0 && _buffer.Length > UsualBuffer && wanted <= UsualBuffer))
        {
            var other = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, UsualBuffer));
            _buffer.AsSpan(_start, held).CopyTo(other);
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end) = (other, 0, held);
        }
    }

    private bool TryReadLength(out int headBytes, out int length)
    {
        var available = _buffer.AsSpan(_start, _end - _start);
        ulong value = 0;
        for (var i = 0; i < available.Length && i < MaxLengthBytes; i++)
        {
            value |= (ulong)(available[i] & 0x7F) << (7 * i);
            if (available[i] >= 0x80)
                continue;
            if (value > MaxMessageBytes)
                throw new InvalidDataException($"The runner announced a message of {value} bytes; the limit is {MaxMessageBytes}.");
            (headBytes, length) = (i + 1, (int)value);
            return true;
        }
        if (available.Length >= MaxLengthBytes)
            throw new InvalidDataException("The runner sent a malformed message length.");
        (headBytes, length) = (0, 0);
        return false;
    }
}
