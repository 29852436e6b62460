using System.Text.Json;
using System.Text.Json.Nodes;
using MultiLLM.Cli;
using MultiLLM.Cli.Top;
using MultiLLM.Contracts.Api;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Top;

public sealed class TopTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public TopTests() => _service.OnJson("GET", "/system/resources", Replies.Resources)
        .OnJson("GET", "/system/residency", Replies.Residency)
        .OnJson("GET", "/system/events?follow=false", Replies.Events);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Top_InAPipe_IsOneLookWithoutEscapes()
    {
        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "top"));

        Assert.Equal("Memory  [|||||               ] 4 GB of 16 GB used, 12 GB available", _run.OutLines[0]);
        Assert.Equal("CPU     [||||||||||          ] 50 % of 4 cores, Test CPU", _run.OutLines[1]);
        Assert.Equal("GPU 0   [|||||||||||||||     ] 6 GB of 8 GB used, 10 % busy, Test GPU", _run.OutLines[2]);
        Assert.Equal("GPU     The engine uses CUDA0 (Test GPU).", _run.OutLines[3]);
        Assert.Equal("Models  2 of 3 in memory, 108 MB of 8 GB taken; 1 request at work, 3 waiting", _run.OutLines[5]);
        Assert.Contains(_run.OutLines, line => line.StartsWith("starter-chat   ready, pinned  60 MB") && line.EndsWith("A request asked for it."));
        Assert.Contains(_run.OutLines, line => line.StartsWith("starter-embed  unloaded") && line.EndsWith("It made room for starter-code."));
        Assert.EndsWith("model.loading       starter-chat: A request asked for it.", _run.OutLines[^2]);
        Assert.DoesNotContain("\e", _run.Out.ToString());
    }

    [Fact]
    public async Task Top_Json_IsOneObject()
    {
        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "top", "--json"));

        var look = JsonNode.Parse(Assert.Single(_run.OutLines))!;
        Assert.Equal(4, (int)look["resources"]!["cpu"]!["cores"]!);
        Assert.Equal(4, look["residency"]!["models"]!.AsArray().Count);
        Assert.Equal(42, (long)look["events"]![1]!["id"]!);
    }

    [Fact]
    public void Draw_SmallTerminal_CutsLinesAndKeepsModelsBeforeEvents()
    {
        var lines = TopScreen.Draw(Snapshot(), width: 50, height: 13);

        Assert.True(lines.Count <= 13);
        Assert.All(lines, line => Assert.True(line.Length <= 50, line));
        Assert.Contains(lines, line => line.StartsWith("starter-embed", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("memory.low"));
    }

    [Fact]
    public void Draw_TextOfOthers_IsInert()
    {
        var snapshot = Snapshot();
        var hostile = snapshot with { Events = [snapshot.Events[0] with { Message = "\e[2Jgone\r\nnext" }] };

        Assert.DoesNotContain(TopScreen.Draw(hostile, 200, 50), line => line.Contains('\e') || line.Contains('\n'));
    }

    [Fact]
    public async Task TakeAsync_SecondLook_AsksOnlyForWhatIsNewAndKeepsTheRest()
    {
        _service.OnJson("GET", "/system/events?follow=false&after=42", """
            {"events":[{"id":43,"time":"2025-01-01T00:00:02Z","kind":"model.loaded","message":"It is there."}],"last_id":43,"missed":false}
            """);
        using var client = new MultiLLM.Client.MultiLLMClient(_service.Address);

        var first = await TopSnapshot.TakeAsync(client, null, CancellationToken.None);
        var second = await TopSnapshot.TakeAsync(client, first, CancellationToken.None);

        Assert.Equal([41, 42, 43], second.Events.Select(e => e.Id));
    }

    private static TopSnapshot Snapshot() => new(
        JsonSerializer.Deserialize(Replies.Resources, ApiJsonContext.Default.ResourcesReport)!,
        JsonSerializer.Deserialize(Replies.Residency, ApiJsonContext.Default.ResidencyReport)!,
        JsonSerializer.Deserialize(Replies.Events, ApiJsonContext.Default.EventList)!.Events);
}
