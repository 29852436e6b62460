using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Exposure;

/// <summary>Whoever is slow, endless or many at the other end is cut off, and others are served meanwhile.</summary>
public sealed class SlowClientTests
{
    [Fact]
    public async Task Heads_ThatNeverEnd_AreClosed_WhileOthersAreServed()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:Connections:HeadSeconds", "2");
        var slow = new List<Socket>();
        try
        {
            for (var i = 0; i < 1000; i++)
                slow.Add(await SendAsync(service, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
            Assert.Equal(200, (await service.GetJsonAsync("/health/live")).Status);
            foreach (var socket in slow)
                Assert.Contains("408", await ReadToEndAsync(socket));
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Connections_ThatSayNothing_AreClosed()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:Connections:IdleSeconds", "1");
        using var silent = await SendAsync(service, "");
        Assert.Equal("", await ReadToEndAsync(silent));
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreClosedAtOnce()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:Connections:MaxConnections", "20");
        var open = new List<Socket>();
        try
        {
            for (var i = 0; i < 20; i++)
                open.Add(await AnsweredAsync(service));
            using var one = await SendAsync(service, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.Equal("", await ReadToEndAsync(one));
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }
        await Eventually.TrueAsync(async () =>
        {
            using var again = await SendAsync(service, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return (await ReadToEndAsync(again)).Contains("200 OK");
        });
    }

    [Fact]
    public async Task Body_ThatDripsIn_IsGivenUp()
    {
        await using var service = await TestService.StartAsync(
            "--MultiLLM:Server:Connections:LeastBytesPerSecond", "1000", "--MultiLLM:Server:Connections:SlowSeconds", "1.2");
        using var socket = await SendAsync(service, "POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{");
        var answer = ReadToEndAsync(socket);
        while (!answer.IsCompleted)
        {
            try
            {
                await socket.SendAsync(" "u8.ToArray());
            }
            catch (SocketException)
            {
                break; // it closed the connection
            }
            await Task.WhenAny(answer, Task.Delay(50, TestContext.Current.CancellationToken));
        }
        Assert.Contains("408", await answer);
        Assert.Empty(service.Chat.Calls);
    }

    [Fact]
    public async Task Answer_ThatNobodyTakes_StopsTheModel()
    {
        await using var service = await TestService.StartAsync(
            "--MultiLLM:Server:Connections:LeastBytesPerSecond", "100000", "--MultiLLM:Server:Connections:SlowSeconds", "1.2");
        // With its alternatives every word takes two kilobytes, so what the machine keeps for a connection is soon full.
        var body = """{"messages": [{"role": "user", "content": "endless"}], "stream": true, "logprobs": true, "top_logprobs": 20}""";
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, service.Url.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

        Assert.True(await service.Chat.Cancelled.WaitAsync(TimeSpan.FromSeconds(50)));
    }

    [Fact]
    public async Task Body_WithoutEnd_IsCutOffAtTheLimit()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:Limits:MaxBodyBytes", "100000");
        using var socket = await SendAsync(service, "POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = Encoding.ASCII.GetBytes($"2000\r\n{new string('[', 0x2000)}\r\n");
        var answer = ReadToEndAsync(socket);
        try
        {
            for (var i = 0; i < 1000 && !answer.IsCompleted; i++)
                await socket.SendAsync(chunk);
        }
        catch (SocketException)
        {
            // it stopped listening
        }
        Assert.Contains("413", await answer);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task Body_Compressed_IsNotUnpacked(string encoding)
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new ByteArrayContent([0x1f, 0x8b, 8, 0]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var one in encoding.Split(", "))
            request.Content.Headers.ContentEncoding.Add(one);
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(415, (int)response.StatusCode);
    }

    [Fact]
    public async Task Head_BeyondTheLimit_IsRefused()
    {
        await using var service = await TestService.StartAsync();
        using var socket = await SendAsync(service, $"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', 40_000)}\r\n\r\n");
        Assert.Contains("431", await ReadToEndAsync(socket));
    }

    private static async Task<Socket> SendAsync(TestService service, string text)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, service.Url.Port);
        if (text.Length > 0)
            await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        return socket;
    }

    private static async Task<Socket> AnsweredAsync(TestService service)
    {
        var socket = await SendAsync(service, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var buffer = new byte[4096];
        Assert.NotEqual(0, await socket.ReceiveAsync(buffer));
        return socket;
    }

    /// <summary>What came until the connection was closed.</summary>
    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(50), TimeProvider.System);
        var (all, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var read)
                all.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // closed hard
        }
        return all.ToString();
    }
}
