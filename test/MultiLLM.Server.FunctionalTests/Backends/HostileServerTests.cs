using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Residency;

namespace MultiLLM.Server.FunctionalTests.Backends;

/// <summary>
/// Servers that send anything but an answer: the caller gets an error in its dialect with what was wrong, soon and at little cost, and where there is
/// somebody else to ask, that one answers.
/// </summary>
public sealed class HostileServerTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("multillm-");

    private const string Done = "data: [DONE]\n\n";
    private const long FiveGigabytes = 5L << 30;

    private static readonly Dictionary<string, Func<NetworkStream, Task>> s_first = new()
    {
        ["endless line"] = async stream => { await HostileServer.SendAsync(stream, HostileServer.StreamHead + "data: "); await HostileServer.FloodAsync(stream, "x", FiveGigabytes); },
        ["endless event"] = async stream => { await HostileServer.SendAsync(stream, HostileServer.StreamHead); await HostileServer.FloodAsync(stream, "data: {}\n", FiveGigabytes); },
        ["endless comments"] = async stream => { await HostileServer.SendAsync(stream, HostileServer.StreamHead); await HostileServer.FloodAsync(stream, ": wait\n\n", FiveGigabytes); },
        ["broken json"] = stream => HostileServer.SendAsync(stream, HostileServer.StreamHead + "data: {\"choices\":[\n\n" + Done),
        ["half an event"] = stream => HostileServer.SendAsync(stream, HostileServer.StreamHead + "data: {\"choices\":[{\"index\":0,\"delta\":{\"con"),
        ["not utf-8"] = stream => HostileServer.SendAsync(stream, HostileServer.StreamHead + HostileServer.Event("\xFF\xFE") + Done),
        ["nothing at all"] = stream => HostileServer.SendAsync(stream, HostileServer.StreamHead),
        ["html"] = stream => HostileServer.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"),
        ["huge header"] = async stream => { await HostileServer.SendAsync(stream, "HTTP/1.1 200 OK\r\nX-A: "); await HostileServer.FloodAsync(stream, "x", FiveGigabytes); },
        ["endless headers"] = async stream => { await HostileServer.SendAsync(stream, "HTTP/1.1 200 OK\r\n"); await HostileServer.FloodAsync(stream, "X-A: b\r\n", FiveGigabytes); },
        ["not http"] = stream => HostileServer.SendAsync(stream, "SSH-2.0-OpenSSH_9.9\r\n\r\n"),
        ["redirect"] = stream => HostileServer.SendAsync(stream, "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://169.254.169.254/latest/meta-data\r\nContent-Length: 0\r\n\r\n"),
        ["lying length"] = stream => HostileServer.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n{}"),
        ["huge json"] = async stream => { await HostileServer.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5368709120\r\n\r\n[\""); await HostileServer.FloodAsync(stream, "x", FiveGigabytes); },
        ["compressed"] = stream => HostileServer.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b"),
        ["deep json"] = stream => HostileServer.SendAsync(stream, HostileServer.StreamHead + "data: " + new string('[', 100_000) + "\n\n" + Done),
        ["closed at once"] = _ => Task.CompletedTask,
        ["slow drip of comments"] = async stream =>
        {
            await HostileServer.SendAsync(stream, HostileServer.StreamHead);
            while (true)
            {
                await HostileServer.SendAsync(stream, ": still here\n\n");
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        },
    };

    public static TheoryData<string> Kinds => [.. s_first.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Chat_OnlyAHostileServer_FailsSoonInTheCallersDialect(string kind)
    {
        await using var hostile = new HostileServer(s_first[kind]);
        await using var service = await ServiceAsync(Entry("bad", hostile.Port));
        var started = TimeProvider.System.GetTimestamp();

        var (status, body) = await service.PostAsync("/v1/chat/completions", """{"model":"bad","messages":[{"role":"user","content":"hi"}],"max_tokens":5}""");

        Assert.True(status is 502 or 504, $"{status}: {body}");
        var error = body.GetProperty("error");
        Assert.Contains(error.GetProperty("code").GetString(), (string[])["backend_failed", "backend_unreachable", "backend_refused", "timeout"]);
        Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("message").GetString()));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Chat_AnotherServerIsThere_AnswersInstead(string kind)
    {
        await using var hostile = new HostileServer(s_first[kind]);
        await using var good = new HostileServer(HostileServer.StreamHead + HostileServer.Event("fine") + Done);
        await using var service = await ServiceAsync(Entry("both", hostile.Port, good.Port));

        for (var i = 0; i < 3; i++)
        {
            var (status, body) = await service.PostAsync("/v1/chat/completions", """{"model":"both","messages":[{"role":"user","content":"hi"}],"max_tokens":5}""");
            Assert.True(status == 200, $"{status}: {body}");
            Assert.Equal("fine", body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        }
        Assert.Equal(3, good.Chats);
    }

    [Theory]
    [InlineData(",\"max_tokens\":5")]
    [InlineData("")]
    public async Task Stream_ServerThatNeverStops_IsCutNotFarBeyondItsTokens(string limit)
    {
        await using var hostile = new HostileServer(async stream =>
        {
            await HostileServer.SendAsync(stream, HostileServer.StreamHead);
            await HostileServer.FloodAsync(stream, HostileServer.Event("la "), FiveGigabytes);
        });
        await using var service = await ServiceAsync(Entry("bad", hostile.Port));
        using var self = Process.GetCurrentProcess();
        var before = self.WorkingSet64;

        using var response = await service.Service.PostAsync(
            "/v1/chat/completions", $$"""{"model":"bad","stream":true,"messages":[{"role":"user","content":"hi"}]{{limit}}}""", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var total = 0L;
        try
        {
            while (total < FiveGigabytes && await body.ReadAsync(buffer) is > 0 and var read)
                total += read;
        }
        catch (HttpIOException)
        {
            // the dialect's way to say that an answer broke off
        }

        Assert.InRange(total, 1, 16 << 20);
        self.Refresh();
        Assert.InRange(self.WorkingSet64 - before, long.MinValue, 300L << 20);
    }

    [Theory]
    [InlineData("endless line")]
    [InlineData("huge json")]
    [InlineData("endless comments")]
    [InlineData("endless headers")]
    public async Task Chat_GigabytesFromManyServers_MemoryStaysFlat(string kind)
    {
        await using var hostile = new HostileServer(s_first[kind]);
        await using var service = await ServiceAsync(Entry("bad", hostile.Port));
        using var self = Process.GetCurrentProcess();
        var before = self.WorkingSet64;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.PostAsync("/v1/chat/completions", """{"model":"bad","messages":[{"role":"user","content":"hi"}]}""")));

        self.Refresh();
        Assert.InRange(self.WorkingSet64 - before, long.MinValue, 400L << 20);
        Assert.Equal(200, (await service.GetAsync("/health/live")).Status);
    }

    [Fact]
    public async Task Chat_GarbageAfterTheEnd_IsNotRead()
    {
        await using var odd = new HostileServer(HostileServer.StreamHead + HostileServer.Event("fine") + Done + "data: {\"choices\":[{\"delta\":{\"content\":\" and more\"}}]}\n\n\xFF\xFE");
        await using var service = await ServiceAsync(Entry("odd", odd.Port));

        var reply = await service.PostOkAsync("/v1/chat/completions", """{"model":"odd","messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal("fine", reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    public void Dispose() => _home.Delete(recursive: true);

    private static object Entry(string id, params int[] ports) => new
    {
        id,
        name = id,
        type = "small_llm",
        context_length = 2048,
        backend = new
        {
            servers = ports.Select((port, i) => new { name = $"s{i}", url = $"http://127.0.0.1:{port}/v1", model = "m", timeouts = new { first_output_seconds = 2.0, idle_seconds = 2.0 } }),
        },
    };

    private async Task<ScriptedService> ServiceAsync(object entry)
    {
        var catalog = _home.CreateSubdirectory("catalog.d").FullName;
        await File.WriteAllTextAsync(Path.Combine(catalog, "servers.json"), JsonSerializer.Serialize(new { models = new[] { entry } }));
        return await ScriptedService.StartAsync([], _home.FullName);
    }
}
