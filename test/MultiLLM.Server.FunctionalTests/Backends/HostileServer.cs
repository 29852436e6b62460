using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiLLM.Server.FunctionalTests.Backends;

/// <summary>A server that answers chats with whatever bytes it is told to, for as long as somebody reads them.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    public const string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    private const string Probe = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{\"data\":[]}";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<NetworkStream, Task> _answer;
    private readonly CancellationTokenSource _stopping = new();
    private int _chats;

    public HostileServer(Func<NetworkStream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = ServeAsync();
    }

    public HostileServer(string answer)
        : this(stream => SendAsync(stream, answer))
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;
    public int Chats => Volatile.Read(ref _chats);

    public static string Event(string text) => $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":null}}]}}\n\n";

    public static async Task SendAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The same again and again, up to so many bytes.</summary>
    public static async Task FloodAsync(NetworkStream stream, string text, long bytes)
    {
        var block = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(text, Math.Max(1, 64 * 1024 / text.Length))));
        for (var sent = 0L; sent < bytes; sent += block.Length)
            await stream.WriteAsync(block);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var head = new byte[64 * 1024];
                var read = await stream.ReadAsync(head, _stopping.Token);
                if (Encoding.ASCII.GetString(head, 0, read).StartsWith("GET", StringComparison.Ordinal))
                {
                    await SendAsync(stream, Probe);
                    return;
                }
                Interlocked.Increment(ref _chats);
                await _answer(stream);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // who asked has had enough
            }
        }
    }
}
