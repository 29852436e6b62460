using System.Text.Json.Nodes;
using MultiLLM.Cli;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class HealthCommandTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Health_Deductions_AreReasonsWithAdviceAndCommand()
    {
        Answer("degraded", 85);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "health"));

        Assert.Equal("degraded, 85 of 100 (latency -15)", _run.OutLines[0]);
        Assert.Equal("a degraded 70 ready 1.2K 3 0 800 answers", Line(2));
        Assert.Equal("b no data - unloaded 0 0 0 -", Line(3));
        Assert.Equal("-15 latency: a decodes 38 % slower than its 7-day baseline since 14:05 UTC.", _run.OutLines[4]);
        Assert.Equal("   Load it afresh. (multillm unload a; multillm load a)", _run.OutLines[5]);
    }

    [Fact]
    public async Task Health_Unhealthy_ExitsWith1()
    {
        Answer("unhealthy", 40);

        Assert.Equal(ExitCode.Failed, await _run.RunAsync(_service.Address, "health", "--json"));

        Assert.Equal(40, (int)JsonNode.Parse(Assert.Single(_run.OutLines))!["score"]!);
    }

    [Fact]
    public async Task Events_Filter_IsAskedForAndLinesAreTold()
    {
        _service.OnJson("GET", "/system/events?follow=false&after=0&kind=model.degraded&kind=limit&model=a&since=1h", """
            {"events":[{"id":5,"time":"2026-03-01T12:00:00+00:00","kind":"model.degraded","message":"a decodes 38 % slower.","model_id":"a"}],"last_id":5,"missed":false}
            """);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "events", "-k", "model.degraded", "--kind", "limit", "-m", "a", "--since", "1h"));

        Assert.Contains("  model.degraded", Assert.Single(_run.OutLines), StringComparison.Ordinal);
        Assert.EndsWith("  a: a decodes 38 % slower.", _run.OutLines[0], StringComparison.Ordinal);
    }

    private void Answer(string status, int score) => _service.OnJson("GET", "/health", $$"""
        {"status":"{{status}}","score":{{score}},"can_serve":true,"parts":[{"name":"latency","lost":15},{"name":"disk","lost":0}],
         "deductions":[{"part":"latency","points":15,"model_id":"a","reason":"a decodes 38 % slower than its 7-day baseline since 14:05 UTC.","advice":"Load it afresh.","action":{"action":"reload","model":"a"} }],
         "models":[{"id":"a","status":"degraded","score":70,"state":"ready","parts":[],"deductions":[],"requests":1200,"failed":3,"crashes":0,"baseline_answers":800},
                   {"id":"b","status":"no_data","state":"unloaded","parts":[],"deductions":[]}]}
        """);

    private string Line(int line) => string.Join(' ', _run.OutLines[line].Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
