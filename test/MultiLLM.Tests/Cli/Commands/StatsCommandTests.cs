using System.Text.Json.Nodes;
using MultiLLM.Cli;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class StatsCommandTests : IAsyncDisposable
{
    private const string Empty = """{"count":0,"mean":0,"p50":0,"p95":0,"p99":0}""";
    private const string None =
        $$"""{"requests":0,"latency_seconds":{{Empty}},"time_to_first_token_seconds":{{Empty}},"tokens_per_second":{{Empty}},"queue_seconds":{{Empty}},"load_seconds":{{Empty}}}""";

    private const string Busy = $$"""
        {"requests":1200,"succeeded":1190,"failed":10,"success_rate":0.991666,"prompt_tokens":41000,"completion_tokens":96000,"machine_seconds":380,
         "latency_seconds":{"count":1190,"mean":0.4,"p50":0.31,"p95":0.84,"p99":1.2},"time_to_first_token_seconds":{"count":1190,"mean":0,"p50":0.02,"p95":0.09,"p99":0.1},
         "tokens_per_second":{"count":1100,"mean":300,"p50":310.04,"p95":400,"p99":410},"queue_seconds":{"count":1190,"mean":0,"p50":0,"p95":0.01,"p99":0.02},"load_seconds":{{Empty}}}
        """;

    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Stats_Models_AreRowsAndTheirSum()
    {
        Answer($$"""{"name":"chat-8b","figures":{{Busy}}},{"name":"none","figures":{{None}}}""", Busy);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "stats", "--tz", "UTC"));

        Assert.Equal(4, _run.OutLines.Length);
        Assert.Equal("chat-8b 1.2K 99.2 % 41K 96K 0.31 s 0.84 s 0.02 s 0.09 s 310 0.01 s 0 380 s", Line(1));
        Assert.Equal("none 0 - 0 0 - - - - - - 0 0.00 s", Line(2));
        Assert.StartsWith("all 1.2K 99.2 %", Line(3), StringComparison.Ordinal);
        Assert.Equal("", _run.Error.ToString());
    }

    [Fact]
    public async Task Stats_ModelsThatHeldMemory_TellWhatItCost()
    {
        Answer($$"""{"name":"chat-8b","figures":{{Busy}},"held_byte_seconds":5400000000000},{"name":"idle","figures":{{None}},"held_byte_seconds":36000000000000}""", Busy);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "stats", "--tz", "UTC"));

        Assert.EndsWith(" WORK HELD", Line(0), StringComparison.Ordinal);
        Assert.EndsWith(" 380 s 1.50 GB h", Line(1), StringComparison.Ordinal);
        Assert.EndsWith(" 0.00 s 10 GB h", Line(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_ModelsOfOtherServers_TellWhatTheyAskFor()
    {
        var far = Busy.Replace("\"requests\":1200", "\"requests\":1200,\"cost\":12.345", StringComparison.Ordinal);
        Answer($$"""{"name":"far","figures":{{far}}},{"name":"near","figures":{{Busy}}}""", far);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "stats", "--tz", "UTC"));

        Assert.EndsWith(" WORK COST", Line(0), StringComparison.Ordinal);
        Assert.EndsWith(" 380 s 12.35", Line(1), StringComparison.Ordinal);
        Assert.EndsWith(" 380 s -", Line(2), StringComparison.Ordinal);
        Assert.EndsWith(" 380 s 12.35", Line(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_Options_AreAskedForAndJsonIsPassedOn()
    {
        Answer("", None, path: "/analytics/summary?since=7d&tz=Europe%2FBerlin&by=task&model=chat-8b");

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "stats", "--since", "7d", "--by", "task", "-m", "chat-8b", "--tz", "Europe/Berlin", "--json"));

        Assert.Equal("model", (string)JsonNode.Parse(Assert.Single(_run.OutLines))!["by"]!);
    }

    [Fact]
    public async Task Stats_RecordsThatWereLost_AreTold()
    {
        Answer("", None, ""","problem":"The analytics database cannot be written: disk full.","waiting":12,"lost":3""");

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "stats", "--tz", "UTC"));

        Assert.Contains("cannot be written: disk full. 12 records wait, 3 are lost.", _run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_UnknownGrouping_IsRefused() => Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "stats", "--by", "moon"));

    private void Answer(string groups, string total, string recording = "", string path = "/analytics/summary?since=24h&tz=UTC&by=model") =>
        _service.OnJson("GET", path, $$$"""
        {"from":"2026-03-01T00:00:00+00:00","to":"2026-03-02T00:00:00+00:00","time_zone":"UTC","total":{{{total}}},"by":"model","groups":[{{{groups}}}],
         "recording":{"enabled":true,"store":"analytics.db"{{{recording}}}}}
        """);

    private string Line(int line) => string.Join(' ', _run.OutLines[line].Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
