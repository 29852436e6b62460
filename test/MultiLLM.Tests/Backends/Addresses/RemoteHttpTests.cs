using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Backends.Addresses;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Backends.Addresses;

/// <summary>Over real sockets.</summary>
public sealed class RemoteHttpTests
{
    [Fact]
    public async Task Send_NameWithBadAddressesAmongGood_ConnectsToTheGoodOne()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        var asked = new List<string>();

        var reply = await SendAsync(server.Port, asked, "169.254.169.254", "0.0.0.0", "127.0.0.1");

        Assert.Equal("hi", await reply.Content.ReadAsStringAsync());
        Assert.Equal(["models.test"], asked);
    }

    [Fact]
    public async Task Send_NameWithBadAddressesOnly_ConnectsNowhereAndSaysWhy()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(server.Port, [], "169.254.169.254", "::ffff:169.254.1.1"));

        var error = RemoteHttp.Describe(failure, "box");
        Assert.Equal(ErrorCode.BackendUnreachable, error.Code);
        Assert.Contains("models.test", error.Message);
        Assert.Contains("169.254.169.254 is where clouds hand out credentials", error.Message);
        Assert.Contains("link-local", error.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Send_NameThatChangesItsMind_IsCheckedAtEachConnect()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
        var addresses = new Queue<string>(["127.0.0.1", "169.254.169.254"]);
        var remote = Remote((_, _) => Task.FromResult(new[] { IPAddress.Parse(addresses.Dequeue()) }));
        using var handler = remote.CreateHandler(TimeSpan.FromSeconds(5));
        using var client = new HttpMessageInvoker(handler);

        await SendAsync(client, server.Port);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(client, server.Port));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_FirstAddressRefuses_TheNextIsTried()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");

        var reply = await SendAsync(server.Port, [], "127.0.0.77", "127.0.0.1"); // it listens on 127.0.0.1 only

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    [Fact]
    public async Task Send_NothingListens_SaysSo()
    {
        int port;
        using (var free = new RawServer(""))
            port = free.Port;

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(port, [], "127.0.0.1"));

        Assert.Equal("box cannot be reached: nothing listens there.", RemoteHttp.Describe(failure, "box").Message);
    }

    [Fact]
    public async Task Send_LiteralAddress_IsCheckedToo()
    {
        using var handler = Remote((_, _) => throw new UnreachableException()).CreateHandler(TimeSpan.FromSeconds(5));
        using var client = new HttpMessageInvoker(handler);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://[::ffff:169.254.169.254]/latest/meta-data"), CancellationToken.None));

        Assert.Contains("credentials", RemoteHttp.Describe(failure, "box").Message);
    }

    [Fact]
    public async Task Send_Redirect_IsTheAnswerAndNotFollowed()
    {
        using var server = new RawServer("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");

        var reply = await SendAsync(server.Port, [], "127.0.0.1");

        Assert.Equal(HttpStatusCode.Found, reply.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_UnderATrace_TellsTheServerNothingOfIt()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var activity = new Activity("request").AddBaggage("caller", "secret").Start();

        await SendAsync(server.Port, [], "127.0.0.1");

        var request = Assert.Single(server.Requests).ToLowerInvariant();
        Assert.DoesNotContain("traceparent", request);
        Assert.DoesNotContain("baggage", request);
        Assert.DoesNotContain("correlation-context", request);
        Assert.DoesNotContain("accept-encoding", request);
        Assert.DoesNotContain("cookie", request);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: {long}\r\n\r\n", "headers beyond the limit of 32 kB")]
    [InlineData("", "closed the connection before it answered")]
    [InlineData("SSH-2.0-OpenSSH_9\r\n\r\n", "not HTTP")]
    public async Task Send_ServerThatSpeaksNoProperHttp_FailsWithTheReason(string reply, string words)
    {
        using var server = new RawServer(reply.Replace("{long}", new string('x', 100_000), StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(server.Port, [], "127.0.0.1"));

        var error = RemoteHttp.Describe(failure, "box");
        Assert.Equal(ErrorCode.BackendFailed, error.Code);
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public void Validate_BadSettings_AreAllNamed()
    {
        var options = new BackendOptions { Proxy = new Uri("ftp://proxy"), AuthorityFile = "/no/such/file.pem" };
        options.AllowedAddresses.Add("everywhere");

        var result = new ValidateBackends().Validate(null, options);

        Assert.Equal(3, result.Failures!.Count());
        Assert.Contains("MultiLLM:Backends:AuthorityFile: /no/such/file.pem cannot be read", result.FailureMessage);
        Assert.Contains("MultiLLM:Backends:AllowedAddresses: \"everywhere\"", result.FailureMessage);
        Assert.Contains("MultiLLM:Backends:Proxy", result.FailureMessage);
    }

    private static RemoteHttp Remote(Func<string, CancellationToken, Task<IPAddress[]>> resolve) =>
        new(Options.Create(new BackendOptions()), TimeProvider.System) { Resolve = resolve };

    private static async Task<HttpResponseMessage> SendAsync(int port, List<string> asked, params string[] addresses)
    {
        var remote = Remote((name, _) =>
        {
            asked.Add(name);
            return Task.FromResult(addresses.Select(IPAddress.Parse).ToArray());
        });
        var client = new HttpMessageInvoker(remote.CreateHandler(TimeSpan.FromSeconds(5)));
        return await SendAsync(client, port);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpMessageInvoker client, int port) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://models.test:{port}/v1/models"), CancellationToken.None);

    /// <summary>Answers every connection's first request with the same bytes, and remembers what it was asked.</summary>
    private sealed class RawServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _reply;

        public RawServer(string reply)
        {
            _reply = Encoding.ASCII.GetBytes(reply);
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;
        public List<string> Requests { get; } = [];

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            while (true)
            {
                Socket socket;
                try
                {
                    socket = await _listener.AcceptSocketAsync();
                }
                catch (Exception error) when (error is SocketException or ObjectDisposedException)
                {
                    return;
                }
                using (socket)
                {
                    var buffer = new byte[8192];
                    var read = await socket.ReceiveAsync(buffer);
                    Requests.Add(Encoding.ASCII.GetString(buffer, 0, read));
                    await socket.SendAsync(_reply);
                }
            }
        }
    }
}
