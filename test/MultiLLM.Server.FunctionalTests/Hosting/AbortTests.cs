using System.Net.Sockets;
using System.Text;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Hosting;

public sealed class AbortTests
{
    [Theory]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"silent"}]}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"silent"}],"n":3}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"silent"}],"stream":true}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"endless"}],"stream":true}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"endless"}],"stream":true,"n":3}""")]
    [InlineData("/v1/completions", """{"prompt":"silent"}""")]
    [InlineData("/chat", """{"message":"silent"}""")]
    [InlineData("/chat", """{"message":"endless","stream":true}""")]
    public async Task Any_ConnectionCloses_StopsTheWork(string path, string body)
    {
        await using var service = await TestService.StartAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(service.Url.Host, service.Url.Port);
            var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + body));
            Assert.True(await service.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        Assert.True(await service.Chat.Cancelled.WaitAsync(TimeSpan.FromSeconds(30)));
        await Eventually.TrueAsync(() => service.Chat.Running == 0);
        await Eventually.TrueAsync(() => service.Log.Lines.Any(line => line.Contains("client left")));
        Assert.DoesNotContain(service.Log.Lines, line => line.StartsWith("Error"));
    }
}
