using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiLLM.GatewayBench;

/// <summary>
/// One connection, for one request at a time. The bytes of a request are ready-made and those of an answer are read just far enough to know where it ends,
/// so that what is measured is not the client.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[64 * 1024];
    private int _length;
    private int _end;

    public Connection(int port) => _socket.Connect(IPAddress.Loopback, port);

    public int Handle => (int)_socket.SafeHandle.DangerousGetHandle();

    /// <summary>When its request was due; a timestamp.</summary>
    public long Due { get; private set; }

    /// <summary>The answer came whole, with success, and says what was asked.</summary>
    public bool IsGood => _length == _end && Answer.StartsWith("HTTP/1.1 200 "u8) && Answer.IndexOf("again"u8) >= 0;

    private ReadOnlySpan<byte> Answer => _answer.AsSpan(0, _length);

    public void Send(ReadOnlySpan<byte> request, long due)
    {
        (_length, _end, Due) = (0, int.MaxValue, due);
        if (_socket.Send(request) != request.Length)
            throw new IOException("A request did not fit into the socket.");
    }

    /// <summary>Waits for more of the answer. True: it is over, whole or not.</summary>
    public bool Receive()
    {
        var read = _socket.Receive(_answer.AsSpan(_length));
        _length += read;
        if (_end == int.MaxValue)
            _end = End();
        return read == 0 || _length >= _end;
    }

    public void Dispose() => _socket.Dispose();

    private int End()
    {
        var head = Answer.IndexOf("\r\n\r\n"u8) + 4;
        if (head < 4)
            return int.MaxValue;
        var headers = Encoding.ASCII.GetString(Answer[..head]);
        const string Length = "\r\nContent-Length: ";
        if (headers.IndexOf(Length, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
            return head + int.Parse(headers.AsSpan(at + Length.Length, headers.IndexOf('\r', at + Length.Length) - at - Length.Length), CultureInfo.InvariantCulture);
        return Answer.EndsWith("\r\n0\r\n\r\n"u8) ? _length : int.MaxValue; // in chunks
    }
}
