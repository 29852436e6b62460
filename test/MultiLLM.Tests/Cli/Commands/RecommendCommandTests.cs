using System.Text.Json;
using System.Text.Json.Nodes;
using MultiLLM.Cli;
using MultiLLM.Contracts.Api;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class RecommendCommandTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public RecommendCommandTests() => _service.OnJson("POST", "/recommendations", SelectionReplies.Recommendation);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Recommend_Task_IsASentenceAndTwoTables()
    {
        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "recommend", "parse", "logs"));

        Assert.Equal("For code: starter-code, loaded.", _run.OutLines[0]);
        Assert.Equal("Read as code of high difficulty (88% sure), language de; weighed quality.", _run.OutLines[1]);
        Assert.Equal(["MODEL", "FITS", "QUALITY", "ABOUT", "WHY"], Cells(3));
        Assert.Equal(["starter-code", "yes, after unloading", "1.5", "0.9 s", "loaded; a tiny starter model"], Cells(4));
        Assert.Equal(["starter-chat", "yes, after unloading", "-", "-", "ruled out: the request excludes it"], Cells(5));
        Assert.Equal(["NOT INSTALLED", "FITS", "QUALITY", "ABOUT", "TO FETCH", "MEMORY"], Cells(7));
        Assert.Equal(["coder-7b", "yes, after unloading", "8.8", "71 s", "4.7 GB", "5.5 GB"], Cells(8));
    }

    [Fact]
    public async Task Recommend_EveryOption_IsAskedFor()
    {
        await _run.RunAsync(
            _service.Address, "recommend", "parse logs", "--preference", "fast", "--max-seconds", "0.1", "--min-quality", "2.5", "--loaded-only", "--allow", "a",
            "--allow", "b", "--deny", "c", "--limit", "3");

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"task_description":"parse logs","limit":3,"preference":"fast","max_seconds":0.1,"min_quality":2.5,"allow_models":["a","b"],"deny_models":["c"],"loaded_only":true}
                """),
            JsonNode.Parse(_service.LastRequest.Body)), _service.LastRequest.Body);
    }

    [Fact]
    public async Task Recommend_Json_IsTheServicesReply()
    {
        await _run.RunAsync(_service.Address, "recommend", "--json", "parse logs");

        Assert.Equal("starter-code", JsonSerializer.Deserialize(Assert.Single(_run.OutLines), ApiJsonContext.Default.RecommendationReply)!.ModelId);
    }

    [Fact]
    public async Task Recommend_PipedTask_IsRead()
    {
        await new CliRun { Input = "Summarise this." }.RunAsync(_service.Address, "recommend");

        Assert.Equal("Summarise this.", (string?)JsonNode.Parse(_service.LastRequest.Body)!["task_description"]);
    }

    [Theory]
    [InlineData("recommend")]
    [InlineData("recommend", " ")]
    [InlineData("recommend", "x", "--prefer", "cheap")]
    [InlineData("recommend", "x", "--max-seconds", "NaN")]
    public async Task Recommend_BadUsage_IsToldBeforeAnyService(params string[] args)
    {
        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, args));

        Assert.Empty(_service.Requests);
    }

    private string[] Cells(int line) => [.. _run.OutLines[line].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
