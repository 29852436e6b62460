using MultiLLM.Cli;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class LogLevelCommandTests : IAsyncDisposable
{
    private const string Levels = """
        {"levels":[{"category":"Default","level":"information","changed":false},{"category":"Microsoft.AspNetCore","level":"warning","changed":false},
         {"category":"MultiLLM.Core","level":"debug","changed":true}]}
        """;

    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task LogLevel_Alone_ListsWhatIsSet()
    {
        _service.OnJson("GET", "/system/log-level", Levels);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "log-level"));

        Assert.Equal(4, _run.OutLines.Length);
        Assert.Matches("^MultiLLM.Core +debug +restart", _run.OutLines[3]);
    }

    [Fact]
    public async Task LogLevel_Change_IsSentAndItsCategoryShown()
    {
        _service.OnJson("PUT", "/system/log-level", Levels);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "log-level", "MultiLLM.Core.Residency", "debug", "--seconds", "60"));

        Assert.Equal("""{"category":"MultiLLM.Core.Residency","level":"debug","seconds":60}""", _service.LastRequest.Body);
        Assert.DoesNotContain("AspNetCore", _run.Out.ToString());
    }

    [Fact]
    public async Task LogLevel_Refusal_IsToldAndNothingElse()
    {
        _service.OnJson("PUT", "/system/log-level", Replies.Error("invalid_request", "level must be one of"), 400);

        Assert.NotEqual(ExitCode.Ok, await _run.RunAsync(_service.Address, "log-level", "Default", "loud"));

        Assert.Contains("level must be one of", _run.Error.ToString());
        Assert.Equal("", _run.Out.ToString());
    }

    [Fact]
    public async Task LogLevel_SecondsWithoutALevel_IsMisuse() =>
        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "log-level", "Default", "--seconds", "5"));
}
