using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace FakeServer;

/// <summary>One connection, one request: the health path, or an answer that repeats the question word by word.</summary>
internal sealed class Conversation(string[] faults)
{
    private volatile bool _hangs;

    public async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var (path, body) = await RequestAsync(stream);
            if (_hangs)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
            var task = path switch
            {
                "/health" => TextAsync(stream, faults.Contains("never-ready") ? "503 Service Unavailable" : "200 OK", "{}"),
                "/v1/chat/completions" => ChatAsync(stream, body),
                "/v1/embeddings" => TextAsync(stream, "200 OK", """{"object":"list","data":[{"index":0,"object":"embedding","embedding":[0.6,0.8]}],"model":"m","usage":{"prompt_tokens":2,"total_tokens":2}}"""),
                _ => TextAsync(stream, "404 Not Found", "{}"),
            };
            await task;
        }
    }

    private async Task ChatAsync(NetworkStream stream, string body)
    {
        if (faults.Contains("hang"))
        {
            _hangs = true;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        }
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
        using var request = JsonDocument.Parse(body);
        var question = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        foreach (var (i, word) in question.Split(' ').Index())
        {
            await EventAsync(stream, new { choices = new[] { new { index = 0, delta = new { content = i == 0 ? word : " " + word }, finish_reason = (string?)null } } });
            if (faults.Contains("crash-mid"))
            {
                Console.Error.WriteLine("crashing mid-answer");
                Environment.Exit(4);
            }
        }
        await EventAsync(stream, new { choices = new[] { new { index = 0, delta = new { }, finish_reason = (string?)"stop" } } });
        await EventAsync(stream, new { choices = Array.Empty<object>(), usage = new { prompt_tokens = 3, completion_tokens = 2, total_tokens = 5 } });
        await WriteAsync(stream, "data: [DONE]\n\n");
    }

    private static Task EventAsync(NetworkStream stream, object json) => WriteAsync(stream, $"data: {JsonSerializer.Serialize(json)}\n\n");

    private static Task TextAsync(NetworkStream stream, string status, string json) =>
        WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\nConnection: close\r\n\r\n{json}");

    private static async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    private static async Task<(string Path, string Body)> RequestAsync(NetworkStream stream)
    {
        var (bytes, buffer) = (new List<byte>(), new byte[8192]);
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. bytes]);
            if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
            {
                var length = text[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
                if (bytes.Count >= end + 4 + int.Parse(length ?? "0"))
                    return (text.Split(' ')[1], Encoding.UTF8.GetString([.. bytes.Skip(end + 4)]));
            }
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
                return ("", "");
            bytes.AddRange(buffer.AsSpan(0, read));
        }
    }
}
