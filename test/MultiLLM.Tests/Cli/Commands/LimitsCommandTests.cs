using MultiLLM.Cli;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class LimitsCommandTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    [Fact]
    public async Task Limits_OfAKey_ShowsEachAndWhatIsLeft()
    {
        _service.OnJson("GET", "/limits/key-abcdefgh", """
            {"key_id":"key-abcdefgh","name":"reports","priority":"low","limits":[
                {"name":"tokens_per_day","limit":100000,"used":1234,"reserved":500,"remaining":98266,"resets_at":"2026-02-01T00:00:00+00:00"},
                {"name":"max_prompt_tokens","limit":2000}]}
            """);
        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "limits", "key-abcdefgh"));
        var text = _run.Out.ToString();
        Assert.Contains("reports (key-abcdefgh), priority low", text);
        Assert.Matches(@"tokens per day +100,000 +1,234 +500 +98,266 +2026-02-01 00:00:00Z", text);
        Assert.Matches(@"max prompt tokens +2,000 +- +- +- +-", text);
    }

    [Fact]
    public async Task Queue_SomebodyWaits_ShowsTheOrder()
    {
        _service.OnJson("GET", "/system/queue", """
            {"running":64,"most_running":64,"waiting":1,"most_waiting":256,"most_waiting_per_caller":256,"mean_seconds":1.5,"requests":[
                {"position":1,"request_id":"req-1","path":"/chat","caller":"key-abcdefgh","name":"reports","priority":"low","waiting_seconds":2.5,"deadline":"2026-02-01T12:00:00+00:00"},
                {"position":2,"request_id":"req-2","path":"/chat","caller":"127.0.0.1","name":"local","priority":"normal","waiting_seconds":1}]}
            """);
        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "queue"));
        var text = _run.Out.ToString();
        Assert.Contains("64 of 64 running, 1 of 256 waiting", text);
        Assert.Matches(@"1 +key-abcdefgh +reports +low +2\.50 s +12:00:00Z +/chat +req-1", text);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
