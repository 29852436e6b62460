using MultiLLM.Cli;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

/// <summary>What is typed wrong is said in the words of the command line, before a service is asked where that can be known.</summary>
public sealed class MisuseTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("--output", "audit", "export", "--output", "")]
    [InlineData("--folder", "audit", "verify", "--folder", " ")]
    [InlineData("--public-key", "audit", "verify", "--public-key", "")]
    [InlineData("--checkpoint", "audit", "verify", "--checkpoint", "")]
    [InlineData("ID", "audit", "hold", "lift", "", "--reason", "over")]
    [InlineData("--key", "audit", "hold", "place", "--reason", "case 7", "--key", "")]
    [InlineData("--html", "governance", "report", "--html", "")]
    [InlineData("MODEL", "governance", "withdraw", "")]
    [InlineData("--key", "erase", "--key", "")]
    [InlineData("ID", "keys", "revoke", "")]
    [InlineData("ID", "keys", "rotate", "  ")]
    [InlineData("FILE", "policy", "test", "")]
    [InlineData("--cases", "policy", "test", "--cases", "")]
    [InlineData("--api-key-file", "limits", "--api-key-file", "")]
    [InlineData("--url", "--url", "", "list")]
    public async Task Run_NameIsBlank_IsWrongUsageAndAsksNobody(string name, params string[] args)
    {
        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, args));

        Assert.StartsWith($"{name} must not be blank.", _run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("--limit takes a whole number up to 2147483647; got \"99999999999\".", "audit", "list", "--limit", "99999999999")]
    [InlineData("--concurrency takes a whole number up to 2147483647; got \"1.5\".", "keys", "create", "--concurrency", "1.5")]
    [InlineData("--tokens-per-day takes a whole number up to 9223372036854775807; got \"many\".", "keys", "create", "--tokens-per-day", "many")]
    [InlineData("--from takes a time such as 2027-01-31 or 2027-01-31T12:00:00Z; got \"yesterday\".", "governance", "report", "--from", "yesterday")]
    public async Task Run_ValueOfAnotherKind_SaysWhatTheOptionTakes(string problem, params string[] args)
    {
        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, args));

        Assert.StartsWith(problem, _run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ServiceRefusesAField_NamesTheOption()
    {
        _service.OnJson("GET", "/audit?since=x&limit=50", """{"error":{"code":"invalid_request","message":"since must be a duration; got \"x\"","param":"since"}}""", 400);

        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "audit", "list", "--since", "x"));

        Assert.StartsWith("--since must be a duration", _run.Error.ToString(), StringComparison.Ordinal);
    }
}
