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

    /// <summary>Who typed an option never saw the API's field.</summary>
    [Theory]
    [InlineData("limits.requests_per_minute", "--requests-per-minute")]
    [InlineData("limits.tokens_per_minute", "--tokens-per-minute")]
    [InlineData("limits.concurrency", "--concurrency")]
    [InlineData("limits.tokens_per_day", "--tokens-per-day")]
    [InlineData("limits.tokens_per_month", "--tokens-per-month")]
    [InlineData("limits.max_prompt_tokens", "--max-prompt-tokens")]
    [InlineData("limits.max_answer_tokens", "--max-answer-tokens")]
    [InlineData("limits.priority", "--priority")]
    [InlineData("name", "--name")]
    [InlineData("role", "--role")]
    [InlineData("expires_at", "--expires")]
    [InlineData("models[1]", "--model")]
    [InlineData("preference", "--preference")]
    public async Task Create_RefusedByTheService_NamesTheOption(string field, string option)
    {
        _service.OnJson("POST", "/keys", $$$"""{"error":{"code":"invalid_request","message":"{{{field}}} must be something else","param":"{{{field}}}"}}""", status: 400);

        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "keys", "create"));

        Assert.Contains($"{option} must be something else", _run.Error.ToString());
        Assert.DoesNotContain(field, _run.Error.ToString().Replace(option, "", StringComparison.Ordinal));
        var help = new CliRun();
        await help.RunAsync("keys", "create", "--help");
        Assert.Contains($" {option} ", help.Out.ToString());
    }

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
