using System.Buffers;
using System.Net.Sockets;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Inference;

namespace MultiLLM.Runner.Hosting;

/// <summary>
/// The socket to the parent. Messages collect in a buffer and leave together on <see cref="Flush"/>: straight from the caller's
/// thread while the socket takes them, which spares the decode loop's cores a second thread; from a background thread else.
/// </summary>
internal sealed class ParentConnection : IGenerationSink, IDisposable
{
    private const int MaxMessageBytes = 64 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _unsent = new(0);
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private int _sent;
    private bool _drainIsBusy;

    private ParentConnection(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
        new Thread(Drain) { Name = "drain", IsBackground = true }.Start();
    }

    public static ParentConnection Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return new ParentConnection(socket);
    }

    public void Send(ulong requestId, GenerationStarted started) => Append(new FromRunner { RequestId = requestId, Started = started });
    public void Send(ulong requestId, GenerationDelta delta) => Append(new FromRunner { RequestId = requestId, Delta = delta });
    public void Send(ulong requestId, GenerationFinished finished) => Append(new FromRunner { RequestId = requestId, Finished = finished });
    public void Send(ulong requestId, Failure failure) => Append(new FromRunner { RequestId = requestId, Failure = failure });

    /// <summary>Sends one message now.</summary>
    public void Send(FromRunner message)
    {
        Append(message);
        Flush();
    }

    private void Append(FromRunner message)
    {
        lock (_gate)
        {
            var size = message.CalculateSize();
            var head = CodedOutputStream.ComputeLengthSize(size);
            var span = _buffer.GetSpan(head + size)[..(head + size)];
            WriteVarint(span, (uint)size);
            message.WriteTo(span[head..]);
            _buffer.Advance(head + size);
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            if (_drainIsBusy || TrySend())
                return;
            _drainIsBusy = true;
        }
        _unsent.Release();
    }

    // True when all has left.
    private bool TrySend()
    {
        while (_sent < _buffer.WrittenCount)
        {
            var count = _socket.Send(_buffer.WrittenSpan[_sent..], SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return false;
            if (error != SocketError.Success)
                break; // the parent is gone; the reader ends the process
            _sent += count;
        }
        _buffer.ResetWrittenCount();
        _sent = 0;
        return true;
    }

    private void Drain()
    {
        while (true)
        {
            _unsent.Wait();
            var done = false;
            while (!done)
            {
                _socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite);
                lock (_gate)
                {
                    done = TrySend();
                    _drainIsBusy = !done;
                }
            }
        }
    }

    /// <summary>Reads messages until the parent closes the connection.</summary>
    public async Task ReadAsync(Action<ToRunner> handle)
    {
        var buffer = new byte[64 * 1024];
        var start = 0;
        var end = 0;
        while (true)
        {
            while (TryParse(buffer.AsSpan(start, end - start), out var message, out var used, out var needed))
            {
                start += used;
                handle(message);
                if (start == end)
                    (start, end) = (0, 0);
                _ = needed;
            }
            MakeRoom(ref buffer, ref start, ref end);
            var count = await _socket.ReceiveAsync(buffer.AsMemory(end)).ConfigureAwait(false);
            if (count == 0)
                return;
            end += count;
        }
    }

    private static void MakeRoom(ref byte[] buffer, ref int start, ref int end)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
    }

    private static bool TryParse(ReadOnlySpan<byte> bytes, out ToRunner message, out int used, out int needed)
    {
        message = null!;
        used = needed = 0;
        uint size = 0;
        for (var i = 0; i < bytes.Length && i < 5; i++)
        {
            size |= (uint)(bytes[i] & 0x7f) << (7 * i);
            if ((bytes[i] & 0x80) != 0)
                continue;
            if (size > MaxMessageBytes)
                throw new InvalidDataException($"The parent announced a message of {size} bytes; {MaxMessageBytes} is the limit.");
            needed = i + 1 + (int)size;
            if (bytes.Length < needed)
                return false;
            message = ToRunner.Parser.ParseFrom(bytes[(i + 1)..needed]);
            used = needed;
            return true;
        }
        return false;
    }

    private static void WriteVarint(Span<byte> into, uint value)
    {
        var i = 0;
        for (; value >= 0x80; value >>= 7)
            into[i++] = (byte)(value | 0x80);
        into[i] = (byte)value;
    }

    public void Dispose() => _socket.Dispose();
}
