using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MultiLLM.EchoServer;

/// <summary>
/// Serves one connection on its own thread, which the kernel wakes when a request comes: a web server's pools would take more of the machine than what is measured.
/// Just enough HTTP/1.1 for clients that send a Content-Length.
/// </summary>
internal sealed class Connection(Socket socket)
{
    private byte[] _bytes = new byte[16 * 1024];
    private int _length;

    public void Serve()
    {
        using (socket)
        {
            socket.NoDelay = true;
            try
            {
                while (ReadRequest(out var head, out var end))
                {
                    socket.Send(Answer(head, end));
                    _bytes.AsSpan(end, _length - end).CopyTo(_bytes);
                    _length -= end;
                }
            }
            catch (SocketException gone)
            {
                Console.Error.WriteLine($"a client broke off: {gone.SocketErrorCode}");
            }
        }
    }

    private byte[] Answer(int head, int end)
    {
        var line = Encoding.ASCII.GetString(_bytes.AsSpan(0, _bytes.AsSpan(0, head).IndexOf("\r\n"u8)));
        var (type, body) = line.StartsWith("GET ", StringComparison.Ordinal)
            ? Echo.Models
            : Echo.Answer(line.Contains("/embeddings ", StringComparison.Ordinal), _bytes.AsMemory(head, end - head));
        var bytes = Encoding.UTF8.GetByteCount(body);
        return Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {bytes}\r\n\r\n{body}");
    }

    /// <summary>Where the head and the whole request end. False: the client closed the connection.</summary>
    private bool ReadRequest(out int head, out int end)
    {
        (head, end) = (0, int.MaxValue);
        while (_length < end)
        {
            if (head == 0 && _bytes.AsSpan(0, _length).IndexOf("\r\n\r\n"u8) is >= 0 and var at)
            {
                head = at + 4;
                end = head + BodyLength(Encoding.ASCII.GetString(_bytes.AsSpan(0, head)));
                continue;
            }
            if (_length == _bytes.Length)
                Array.Resize(ref _bytes, 2 * _length);
            var read = socket.Receive(_bytes.AsSpan(_length));
            if (read == 0)
                return false;
            _length += read;
        }
        return true;
    }

    private static int BodyLength(string headers)
    {
        const string Name = "\r\nContent-Length: ";
        var at = headers.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(headers.AsSpan(at + Name.Length, headers.IndexOf('\r', at + Name.Length) - at - Name.Length), CultureInfo.InvariantCulture);
    }
}
