using System.Buffers;
using System.Net.Sockets;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Core.Runners;

/// <summary>
/// Writes length-delimited messages to a socket. Posting never blocks: the caller's thread sends at once when the socket is free,
/// else whoever is sending takes the message along.
/// </summary>
internal sealed class FrameWriter(Socket socket)
{
    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _gathering = new(4096);
    private ArrayBufferWriter<byte> _sending = new(4096);
    private bool _busy;
    private bool _broken;

    /// <summary>False: the connection is gone, the message went nowhere. Its end is reported by the reading side.</summary>
    public bool Post(ToRunner message)
    {
        lock (_gate)
        {
            if (_broken)
                return false;
            Append(message);
            if (_busy)
                return true;
            _busy = true;
        }
        _ = SendAllAsync();
        return true;
    }

    private void Append(ToRunner message)
    {
        var size = message.CalculateSize();
        if (size > FrameReader.MaxMessageBytes)
            throw new ArgumentException($"A message of {size} bytes is over the limit of {FrameReader.MaxMessageBytes}.");
        var head = _gathering.GetSpan(5);
        var used = 0;
        var rest = (uint)size;
        for (; rest >= 0x80; rest >>= 7)
            head[used++] = (byte)(rest | 0x80);
        head[used++] = (byte)rest;
        _gathering.Advance(used);
        message.WriteTo(_gathering);
    }

    private async Task SendAllAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_gathering.WrittenCount == 0)
                {
                    _busy = false;
                    return;
                }
                (_gathering, _sending) = (_sending, _gathering);
            }
            try
            {
                for (var rest = _sending.WrittenMemory; rest.Length > 0;)
                    rest = rest[await socket.SendAsync(rest, SocketFlags.None)..];
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                lock (_gate)
                    _broken = true;
                return;
            }
            _sending = _sending.Capacity > 1024 * 1024 ? new ArrayBufferWriter<byte>(4096) : Emptied(_sending);
        }
    }

    private static ArrayBufferWriter<byte> Emptied(ArrayBufferWriter<byte> writer)
    {
        writer.ResetWrittenCount();
        return writer;
    }
}
