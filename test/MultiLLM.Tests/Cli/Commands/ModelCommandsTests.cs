using System.Text.Json.Nodes;
using MultiLLM.Cli;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class ModelCommandsTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task List_Models_AreColumns()
    {
        _service.OnJson("GET", "/models", Replies.Models);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "list"));

        Assert.Equal(3, _run.OutLines.Length);
        Assert.Equal(["ID", "KIND", "STATE", "SIZE", "PARAMETERS", "QUANTISATION", "CONTEXT", "ALIASES"], Cells(0));
        Assert.Equal(["starter-chat", "chat", "ready", "14", "MB", "13M", "Q8_0", "512", "default"], Cells(1));
        Assert.Equal(["starter-embed", "embedding", "unloaded", "5", "MB", "-", "-", "-", "-"], Cells(2));
    }

    [Fact]
    public async Task Ps_Models_ShowsOnlyThoseInMemory()
    {
        _service.OnJson("GET", "/models", Replies.Models);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "ps", "--json"));

        var models = JsonNode.Parse(Assert.Single(_run.OutLines))!["models"]!.AsArray();
        Assert.Equal("starter-chat", (string)Assert.Single(models)!["id"]!);
    }

    [Fact]
    public async Task Ps_OneModel_IsARow()
    {
        _service.OnJson("GET", "/models", Replies.Models);

        await _run.RunAsync(_service.Address, "ps");

        Assert.Equal(["starter-chat", "ready", "4711", "60", "MB", "512", "1", "of", "8", "0.40", "s"], Cells(1)[..11]);
    }

    [Theory]
    [InlineData("load", "ready", true, "starter-chat is ready.")]
    [InlineData("load", "ready", false, "starter-chat was loaded already.")]
    [InlineData("unload", "unloaded", true, "starter-chat is unloaded.")]
    [InlineData("unload", "unloaded", false, "starter-chat was not loaded.")]
    public async Task LoadAndUnload_Result_IsOneSentence(string command, string state, bool changed, string expected)
    {
        _service.OnJson("POST", $"/models/starter-chat/{command}", Replies.Model(state, changed));

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, command, "starter-chat"));

        Assert.Equal(expected, Assert.Single(_run.OutLines));
    }

    [Fact]
    public async Task Embed_Texts_AreOneVectorALine()
    {
        _service.OnJson("POST", "/embeddings", """{"embeddings":[[0.5,-0.25],[1,1e-7]],"model_id":"starter-embed","dimensions":2,"tokens":4,"processing_time":0.01}""");

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "embed", "a", "b", "--dimensions", "2"));

        Assert.Equal(["0.5 -0.25", "1 1E-07"], _run.OutLines);
        Assert.Equal("""{"texts":["a","b"],"dimensions":2}""", _service.LastRequest.Body);
    }

    [Fact]
    public async Task Embed_Piped_IsOneTextALine()
    {
        _service.OnJson("POST", "/embeddings", """{"embeddings":[[1],[1]],"model_id":"m","dimensions":1,"tokens":4,"processing_time":0.01}""");

        await new CliRun { Input = "first line\n\n second \n" }.RunAsync(_service.Address, "embed");

        Assert.Equal("""{"texts":["first line","second"]}""", _service.LastRequest.Body);
    }

    [Theory]
    [InlineData("ps")]
    [InlineData("load", "x")]
    [InlineData("unload", "x")]
    public async Task RunningServiceNeeded_None_Exits3WithOneLine(params string[] args)
    {
        var url = $"http://127.0.0.1:{FakeService.FreePort()}";

        Assert.Equal(ExitCode.NoServer, await _run.RunAsync([.. args, "--url", url]));

        Assert.Equal($"No service is running at {url}. Start one: multillm serve", _run.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task AnyCommand_AnotherProgramAnswers_Exits3()
    {
        _service.On("GET", "/health/live", exchange => exchange.TextAsync(200, "text/html", "<html>a router</html>"));

        Assert.Equal(ExitCode.NoServer, await _run.RunAsync(_service.Address, "chat", "Hi"));

        Assert.Contains("not a MultiLLM service", _run.Error.ToString());
    }

    private string[] Cells(int line) => _run.OutLines[line].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
