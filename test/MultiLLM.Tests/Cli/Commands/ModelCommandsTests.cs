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
    public async Task Ps_Models_ShowsThoseInMemoryAndThoseThatFailed()
    {
        _service.OnJson("GET", "/system/residency", Replies.Residency);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "ps", "--json"));

        var models = JsonNode.Parse(Assert.Single(_run.OutLines))!["models"]!.AsArray();
        Assert.Equal(["starter-chat", "starter-code", "broken"], models.Select(model => (string)model!["id"]!));
    }

    [Fact]
    public async Task Ps_Models_AreRowsThatSayWhatTheyHoldAndWhy()
    {
        _service.OnJson("GET", "/system/residency", Replies.Residency);

        await _run.RunAsync(_service.Address, "ps");

        Assert.Equal(["ID", "STATE", "PROCESS", "MEMORY", "EXPECTED", "CONTEXT", "BUSY", "WAIT", "IDLE", "LOADED", "IN", "WHY"], Cells(0));
        Assert.Equal("starter-chat ready, pinned 4711 60 MB 58 MB 512 1 of 8 2 - 0.40 s A request asked for it.", string.Join(' ', Cells(1)));
        Assert.Equal("starter-code loading 25 % - - 50 MB - - 1 - - Two requests wait.", string.Join(' ', Cells(2)));
        Assert.Equal("broken failed - - - - - 0 - - The file is damaged.", string.Join(' ', Cells(3)));
    }

    [Fact]
    public async Task Ps_NoModel_SaysHowManyFit()
    {
        _service.OnJson("GET", "/system/residency", """
            {"models":[],"budget":{"max_concurrent_models":3,"models_in_memory":0},"predicted_bytes":0,"measured_bytes":0,"in_flight":0,"waiting":0}
            """);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "ps"));

        Assert.Equal("No model is loaded; up to 3 fit.", _run.Error.ToString().TrimEnd());
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

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kv_type":"q8_0"}""", "--kv-type", "q8_0")]
    [InlineData("""{"context_length":256,"kv_type":"q4_0"}""", "--context", "256", "--kv-type", "q4_0")]
    public async Task Load_Options_GoToTheService(string body, params string[] options)
    {
        _service.OnJson("POST", "/models/starter-chat/load", Replies.Model("ready", changed: true));

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, ["load", "starter-chat", .. options]));

        Assert.Equal(body, _service.LastRequest.Body);
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
    [InlineData("top")]
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
