using System.Runtime.InteropServices;
using MultiLLM.EndToEndTests.Support;
using MultiLLM.TestHub;

namespace MultiLLM.EndToEndTests.Cli;

/// <summary>The command line with a service of its own, and a hub on loopback.</summary>
public sealed class PullTests : IAsyncLifetime
{
    private const string Model = "hf:owner/models/fetched.gguf";
    private readonly Sandbox _sandbox = new();
    private Hub _hub = null!;
    private HubFile _file = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await Hub.StartAsync();
        _file = _hub.Add("owner/models", "fetched.gguf", await File.ReadAllBytesAsync(Path.Combine(RepositoryRoot.StarterModels, "starter-chat.gguf")));
        _sandbox.Extra["HF_ENDPOINT"] = _hub.Endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task Pull_InterruptedThenAgain_GoesOnAndTheModelAnswers()
    {
        _file.BytesPerSecond = 256 << 10;
        await using (var pull = Command.Cli(_sandbox, "pull", Model))
        {
            var journal = Path.Combine(_sandbox.Home, "downloads", "fetched", "fetched.gguf.part.journal");
            for (var start = TimeProvider.System.GetTimestamp(); !File.Exists(journal); await Task.Delay(50))
                Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(1), "It does not fetch.");
            pull.Signal(PosixSignal.SIGINT);
            var interrupted = await pull.EndAsync();
            Assert.True(interrupted.ExitCode == 130, $"{interrupted}");
            Assert.Contains("the same command goes on from there", interrupted.Error);
        }
        _file.BytesPerSecond = null;
        var before = _hub.StorageRequests.Count();

        var again = await Command.RunCliAsync(_sandbox, null, "pull", Model);
        var asked = _hub.StorageRequests.Skip(before).Sum(r => r.Range!["bytes=".Length..].Split('-') is [var from, var to] ? long.Parse(to) - long.Parse(from) + 1 : 0);
        var chat = await Command.RunCliAsync(_sandbox, null, "chat", "-m", "fetched", "--max-tokens", "8", "What is an API?");
        var removed = await Command.RunCliAsync(_sandbox, null, "remove", "fetched", "--yes");

        Assert.True(again.ExitCode == 0 && again.Out.StartsWith("fetched is here, verified: 14 MB."), $"{again}");
        Assert.InRange(asked, 1, _file.Content.Length - 1);
        Assert.True(chat.ExitCode == 0 && chat.Out.Contains("API"), $"{chat}");
        Assert.True(removed.ExitCode == 0, $"{removed}");
        Assert.False(Directory.Exists(Path.Combine(_sandbox.Home, "models", "fetched")));
    }

    [Fact]
    public async Task Pull_NotAtTheHub_SaysSoAndExits4()
    {
        var result = await Command.RunCliAsync(_sandbox, null, "pull", "hf:owner/models/other.gguf");

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("no file \"other.gguf\"", result.Error);
    }
}
