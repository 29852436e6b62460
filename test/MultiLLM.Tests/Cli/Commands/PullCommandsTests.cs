using MultiLLM.Cli;
using MultiLLM.Cli.Pull;
using MultiLLM.Contracts.Api;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class PullCommandsTests : IAsyncDisposable
{
    private const string Progress = """{"progress":{"id":"m","source":"hf:a/b/m.gguf@main","state":"downloading","bytes_done":1200000000,"bytes_total":4700000000,"bytes_resumed":0,"bytes_per_second":38000000,"seconds_left":92.1}}""";
    private const string Result = """{"result":{"model":{"id":"m","name":"M","kind":"chat","state":"unloaded","size_bytes":4700000000,"starter_model":false,"aliases":[]},"changed":true}}""";
    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Pull_Model_SaysThatItIsHere()
    {
        _service.OnEvents("/models/pull", Progress, Result);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "pull", "hf:a/b/m.gguf", "--as", "m", "--revision", "v1"));

        Assert.Equal("m is here, verified: 4.7 GB. Try it: multillm chat -m m", Assert.Single(_run.OutLines));
        Assert.Equal("""{"model_id":"hf:a/b/m.gguf","as":"m","revision":"v1","stream":true}""", _service.LastRequest.Body);
    }

    [Fact]
    public async Task Pull_Json_IsOneEventALine()
    {
        _service.OnEvents("/models/pull", Progress, Result);

        await _run.RunAsync(_service.Address, "pull", "m", "--json");

        Assert.Equal(2, _run.OutLines.Length);
        Assert.Equal(Progress, _run.OutLines[0]);
        Assert.StartsWith("""{"result":{"model":{"id":"m",""", _run.OutLines[1]);
    }

    [Fact]
    public async Task Pull_Fails_SaysWhyAndExitsAccordingly()
    {
        _service.OnEvents("/models/pull", Progress, """{"error":{"code":"source_not_found","message":"The hub has no repository a/b."}}""");

        Assert.Equal(ExitCode.ModelNotFound, await _run.RunAsync(_service.Address, "pull", "hf:a/b/m.gguf"));

        Assert.Equal("The hub has no repository a/b.", _run.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task Pull_Interrupted_LeavesTheServiceAndSaysThatItGoesOn()
    {
        var left = new TaskCompletionSource();
        _service.On("POST", "/models/pull", async exchange =>
        {
            await exchange.EventAsync(Progress);
            _run.Interrupts.OnInterrupt();
            await exchange.UntilClientLeavesAsync();
            left.SetResult();
        });

        Assert.Equal(ExitCode.Interrupted, await _run.RunAsync(_service.Address, "pull", "m"));

        Assert.Contains("the same command goes on from there", _run.Error.ToString());
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Import_RelativePath_IsSentAbsolute()
    {
        _service.OnJson("POST", "/models/import", Result["{\"result\":".Length..^1]);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "import", "m.gguf", "--link"));

        Assert.Equal($$"""{"path":"{{Path.GetFullPath("m.gguf")}}","mode":"link"}""", _service.LastRequest.Body);
        Assert.Equal(ExitCode.Usage, await new CliRun().RunAsync(_service.Address, "import", "m.gguf", "--link", "--move"));
    }

    [Fact]
    public async Task Remove_WithYes_SaysWhatIsFree()
    {
        _service.OnJson("DELETE", "/models/m", """{"id":"m","files":["/x/m.gguf"],"freed_bytes":4700000000}""");

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "rm", "m", "--yes"));

        Assert.Equal("m is removed; 4.7 GB are free again.", Assert.Single(_run.OutLines));
    }

    [Fact]
    public async Task Remove_NobodyToAsk_IsRefused()
    {
        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "remove", "m"));

        Assert.DoesNotContain(_service.Requests, request => request.Method == "DELETE");
    }

    [Theory]
    [InlineData("y\n", ExitCode.Ok, 1)]
    [InlineData("n\n", ExitCode.Failed, 0)]
    [InlineData("", ExitCode.Failed, 0)]
    public async Task Remove_OnATerminal_Asks(string answer, int exitCode, int removals)
    {
        _service.OnJson("GET", "/models/m", """{"id":"m","name":"M","kind":"chat","state":"unloaded","size_bytes":4700000000,"starter_model":false,"aliases":[]}""");
        _service.OnJson("DELETE", "/models/m", """{"id":"m","files":["/x/m.gguf"],"freed_bytes":4700000000}""");
        var run = new CliRun { Input = answer, Terminal = true };

        Assert.Equal(exitCode, await run.RunAsync(_service.Address, "remove", "m"));

        Assert.Contains("Delete m (4.7 GB)? [y/N]", run.Error.ToString());
        Assert.Equal(removals, _service.Requests.Count(request => request.Method == "DELETE"));
    }

    [Theory]
    [InlineData("downloading", null, "m  ━━━━━───────────────  25 %  1.2 GB of 4.7 GB  38 MB/s  1 min left")]
    [InlineData("downloading", "The hub asks to wait.", "m: The hub asks to wait.")]
    [InlineData("resolving", null, "m: asking the hub")]
    [InlineData("verifying", null, "m: verifying 1.2 GB")]
    [InlineData("queued", null, "m waits until other downloads are done")]
    public void PullLine_Status_IsOneLine(string state, string? problem, string expected) => Assert.Equal(expected, PullLine.Of(new PullStatus
    {
        Id = "m", Source = "x", State = state, Problem = problem, BytesDone = 1_200_000_000, BytesTotal = 4_700_000_000, BytesPerSecond = 38e6, SecondsLeft = 92.1,
    }));
}
