using MultiLLM.Cli;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class KeysCommandTests : IAsyncDisposable
{
    private const string Key = """{"id":"key-abcdefgh","name":"reports","role":"user","status":"active","begins_with":"mllm_abcdefgh_","created_at":"2026-05-01T12:00:00Z"}""";
    private const string Issued = $$"""{"key":{{Key}},"secret":"mllm_abcdefgh_secret"}""";

    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData(new string[0], true)]
    [InlineData(new[] { "--quiet" }, false)]
    public async Task Create_PrintsTheKeyAloneOnStandardOutput(string[] more, bool explains)
    {
        _service.OnJson("POST", "/keys", Issued);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, ["keys", "create", .. more]));

        Assert.Equal("mllm_abcdefgh_secret\n", _run.Out.ToString().ReplaceLineEndings("\n"));
        Assert.Equal(explains, _run.Error.ToString().Length > 0);
        Assert.DoesNotContain("secret", _run.Error.ToString());
    }

    [Fact]
    public async Task Create_Options_AreSent()
    {
        _service.OnJson("POST", "/keys", Issued);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(
            _service.Address, "keys", "create", "--role", "read-only", "--name", "reports", "--model", "a", "--model", "b", "--expires", "2027-01-31T12:00:00Z",
            "--preference", "fast", "--concurrency", "2", "--tokens-per-day", "1000", "--priority", "low", "--json"));

        Assert.Equal(
            """{"name":"reports","role":"read_only","expires_at":"2027-01-31T12:00:00+00:00","models":["a","b"],"preference":"fast","limits":{"concurrency":2,"tokens_per_day":1000,"priority":"low"}}""",
            _service.LastRequest.Body);
    }

    [Fact]
    public async Task List_ShowsWhatCountsUnlessAllAreWanted()
    {
        _service.OnJson("GET", "/keys", $$"""{"keys":[{{Key}},{{Key.Replace("active", "revoked", StringComparison.Ordinal).Replace("abcdefgh", "zzzzzzzz", StringComparison.Ordinal)}}]}""");

        await _run.RunAsync(_service.Address, "keys", "list");
        Assert.Matches("^key-abcdefgh +reports +user +active +2026-05-01 +never +never +all", _run.OutLines[1]);
        Assert.Equal(2, _run.OutLines.Length);
        var all = new CliRun();
        await all.RunAsync(_service.Address, "keys", "list", "--all");
        Assert.Contains("key-zzzzzzzz", all.Out.ToString());
    }

    [Fact]
    public async Task RotateAndRevoke_NameTheKey()
    {
        _service.OnJson("POST", "/keys/key-abcdefgh/rotate", Issued).OnJson("DELETE", "/keys/key-abcdefgh", Key);

        await new CliRun().RunAsync(_service.Address, "keys", "rotate", "key-abcdefgh", "--grace-hours", "2");
        Assert.Equal("""{"grace_seconds":7200}""", _service.LastRequest.Body);
        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "keys", "revoke", "key-abcdefgh"));
        Assert.Contains("is revoked", _run.Out.ToString());
    }

    [Theory]
    [InlineData("--expires", "soon")]
    [InlineData("--role", "root")]
    [InlineData("--priority", "highest")]
    [InlineData("--preference", "best")]
    public async Task Create_AWrongValue_IsMisuse(string option, string value) =>
        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "keys", "create", option, value));

    [Fact]
    public async Task AnyCommand_SendsTheKeyOfTheEnvironmentOrAFile()
    {
        _service.OnJson("GET", "/keys", """{"keys":[]}""");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "mllm_of_the_file\n");
            await new CliRun().With("MULTILLM_API_KEY", "mllm_of_the_variable").RunAsync(_service.Address, "keys", "list");
            Assert.Equal("Bearer mllm_of_the_variable", _service.LastRequest.Authorization);
            await new CliRun().With("MULTILLM_API_KEY_FILE", file).RunAsync(_service.Address, "keys", "list");
            Assert.Equal("Bearer mllm_of_the_file", _service.LastRequest.Authorization);
            await new CliRun().With("MULTILLM_API_KEY", "mllm_of_the_variable").RunAsync(_service.Address, "--api-key-file", file, "keys", "list");
            Assert.Equal("Bearer mllm_of_the_file", _service.LastRequest.Authorization);
            await _run.RunAsync(_service.Address, "keys", "list");
            Assert.Null(_service.LastRequest.Authorization);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("a\nb")]
    [InlineData("ä")]
    public async Task AnyCommand_AVariableThatHoldsNoKey_IsMisuseAndIsNotQuoted(string key)
    {
        Assert.Equal(ExitCode.Usage, await _run.With("MULTILLM_API_KEY", key).RunAsync(_service.Address, "keys", "list"));

        Assert.DoesNotContain(key, _run.Error.ToString());
    }

    [Fact]
    public async Task AnyCommand_AFileThatIsNotThere_SaysSo()
    {
        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "--api-key-file", "/no/such/file", "keys", "list"));

        Assert.Contains("/no/such", _run.Error.ToString());
    }
}
