using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.FunctionalTests.Support;
using MultiLLM.TestHub;

namespace MultiLLM.Server.FunctionalTests.Acquisition;

/// <summary>The server as a process of its own, killed in the middle of a download without a chance to clean up.</summary>
public sealed class PullKillTests : IAsyncDisposable
{
    private readonly TempFolder _home = new();

    public ValueTask DisposeAsync()
    {
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Kill_InTheMiddle_TheNextProcessGoesOnAndTheFileIsRight()
    {
        await using var hub = await Hub.StartAsync();
        var content = await File.ReadAllBytesAsync(PullService.StarterChat);
        var file = hub.Add(PullService.Repository, "killed.gguf", content);
        file.BytesPerSecond = 1 << 20;
        long atKill;
        using (var server = Start(hub, out var address))
        {
            using var client = new MultiLLMClient(address);
            await ReadyAsync(client, server);
            var pulling = PullAsync(client);
            PullStatus? status = null;
            await Eventually.TrueAsync(async () => (status = (await client.ListPullsAsync()).Downloads.SingleOrDefault()) is { BytesDone: > 4 << 20 });
            atKill = status!.BytesDone;
            server.Kill(); // SIGKILL
            await server.WaitForExitAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => pulling);
        }
        Assert.Empty(Directory.EnumerateFiles(_home.Path, "*.gguf", SearchOption.AllDirectories));
        var claimed = JournalBytes();
        Assert.InRange(claimed, 1, content.Length - 1);
        AssertJournalIsTrue(content);

        file.BytesPerSecond = null;
        using (var server = Start(hub, out var address))
        {
            using var client = new MultiLLMClient(address);
            await ReadyAsync(client, server);
            Assert.Equal(("stopped", claimed), (await client.ListPullsAsync()).Downloads is [var left] ? (left.State, left.BytesDone) : default);
            var fetchedBefore = hub.StorageRequests.Count();

            var result = await PullAsync(client);

            Assert.Equal("killed", result.Model.Id);
            Assert.True(atKill - claimed < content.Length / 2, $"{atKill - claimed} bytes were lost");
            var asked = hub.StorageRequests.Skip(fetchedBefore).Sum(r => r.Range!["bytes=".Length..].Split('-') is [var from, var to] ? long.Parse(to) - long.Parse(from) + 1 : 0);
            Assert.Equal(content.Length - claimed, asked);
            server.Kill();
            await server.WaitForExitAsync();
        }
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(_home.Path, "models", "killed", "killed.gguf")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_home.Path, "downloads")));
    }

    private static async Task<ModelActionResult> PullAsync(MultiLLMClient client)
    {
        ModelActionResult? result = null;
        await foreach (var item in client.PullModelAsync(new PullRequest { ModelId = $"hf:{PullService.Repository}/killed.gguf" }))
            result = item.Result;
        return result!;
    }

    private Process Start(Hub hub, out Uri address)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        address = new Uri($"http://127.0.0.1:{port}");
        var server = Path.Combine(AppContext.BaseDirectory, "MultiLLM.Server.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [server, "--port", $"{port}", "--Logging:LogLevel:Default", "Warning", .. PullService.Settings(hub, _home.Path)]))!;
    }

    private static Task ReadyAsync(MultiLLMClient client, Process server) => Eventually.TrueAsync(async () =>
    {
        Assert.False(server.HasExited, "The server has ended.");
        try
        {
            return (await client.ReadyAsync()).Status == "ok";
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }, seconds: 60);

    private IEnumerable<(long From, long To)> JournalRanges()
    {
        using var journal = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_home.Path, "downloads", "killed", "killed.gguf.part.journal")));
        return [.. journal.RootElement.GetProperty("done").EnumerateArray().Select(range => (range[0].GetInt64(), range[1].GetInt64()))];
    }

    private long JournalBytes() => JournalRanges().Sum(range => range.To - range.From);

    private void AssertJournalIsTrue(byte[] content)
    {
        var part = File.ReadAllBytes(Path.Combine(_home.Path, "downloads", "killed", "killed.gguf.part"));
        foreach (var (from, to) in JournalRanges())
            Assert.True(part.AsSpan((int)from, (int)(to - from)).SequenceEqual(content.AsSpan((int)from, (int)(to - from))), $"bytes {from} to {to}");
    }
}
