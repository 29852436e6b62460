using MultiLLM.Cli;
using MultiLLM.Tests.Client;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Cli.Audit;

public sealed class AuditCommandTests : IAsyncDisposable
{
    private const string Hold = """{"id":"hold-1","reason":"case 7","key":"key-a","placed_by":"anna","placed_at":"2026-03-01T00:00:00+00:00"}""";
    private const string Approval = """{"model_id":"m","verdict":"approved","digest":"ab12","tasks":["code"],"keys":[],"roles":[],"by":"anna","at":"2026-03-01T00:00:00+00:00"}""";

    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task List_Entries_ShowsWhoDidWhat()
    {
        _service.OnJson("GET", "/audit?action=key.&limit=50",
            """{"entries":[{"sequence":7,"time":"2026-03-01T00:00:00+00:00","action":"key.created","outcome":"done","actor":"anna","key":"key-1","subject":"key-2","details":{"role":"user"},"hash":"00"}]}""");

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "audit", "list", "--action", "key."));

        Assert.Matches("^7 +2026-.* key.created +done +anna \\(key-1\\) +key-2 +role user$", _run.OutLines[1]);
    }

    [Fact]
    public async Task HoldPlace_Scope_IsSent()
    {
        _service.OnJson("POST", "/audit/holds", Hold);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "audit", "hold", "place", "--reason", "case 7", "--key", "key-a"));

        Assert.Equal("""{"reason":"case 7","key":"key-a"}""", _service.Requests.Single(request => request.Method == "POST").Body);
        Assert.StartsWith("hold-1", _run.OutLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_Model_SendsTheScopeAndShowsTheDigest()
    {
        _service.OnJson("POST", "/governance/approvals", Approval);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "governance", "approve", "m", "--task", "code", "--note", "ok"));

        Assert.Equal(
            """{"model_id":"m","verdict":"approved","tasks":["code"],"keys":[],"roles":[],"note":"ok"}""", _service.Requests.Single(request => request.Method == "POST").Body);
        Assert.Equal("m is approved, sha256 ab12.", _run.OutLines[0]);
    }

    [Theory]
    [InlineData]
    [InlineData("--key", "a", "--conversation", "b")]
    public async Task Erase_NotOneScope_IsWrongUsage(params string[] scope) =>
        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, ["erase", .. scope]));

    [Fact]
    public async Task Verify_Remote_ChangedLogEndsWithOneAndNamesTheProblems()
    {
        _service.OnJson("GET", "/audit/verify",
            """{"intact":false,"problems":["line 3 is no entry."],"problem_count":2,"first":1,"last":9,"hash":"00","entries":9,"files":1,"checkpoints":2,"signed_to":7,"pruned_to":0,"torn_bytes":0}""");

        Assert.Equal(ExitCode.Failed, await _run.RunAsync(_service.Address, "audit", "verify", "--url", _service.Address.ToString()));

        Assert.StartsWith("CHANGED: entries 1 to 9 in 1 file", _run.OutLines[0], StringComparison.Ordinal);
        Assert.Contains("line 3 is no entry.", _run.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("and 1 more", _run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Refused_LeavesTheFileAsItWas()
    {
        using var folder = new TempFolder();
        var (old, absent) = (Path.Combine(folder.Path, "old.csv"), Path.Combine(folder.Path, "absent.csv"));
        await File.WriteAllTextAsync(old, "of yesterday", TestContext.Current.CancellationToken);
        _service.OnJson("GET", "/audit/export?since=x&format=csv", """{"error":{"code":"invalid_request","message":"since must be a duration","param":"since"}}""", 400);

        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "audit", "export", "--format", "csv", "--since", "x", "--output", old));
        Assert.Equal(ExitCode.Usage, await new CliRun().RunAsync(_service.Address, "audit", "export", "--format", "csv", "--since", "x", "--output", absent));

        Assert.Equal("of yesterday", await File.ReadAllTextAsync(old, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(absent));
    }

    [Fact]
    public async Task Export_OverALongerFile_IsAllThatIsInItThen()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "log.ndjson");
        await File.WriteAllTextAsync(path, new string('x', 100_000), TestContext.Current.CancellationToken);
        _service.On("GET", "/audit/export?format=ndjson", exchange => exchange.TextAsync(200, "application/x-ndjson", "{}\n"));

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "audit", "export", "--output", path));

        Assert.Equal("{}\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Export_DiskIsFull_SaysSo()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs a device that is always full");
        _service.On("GET", "/audit/export?format=ndjson", exchange => exchange.TextAsync(200, "application/x-ndjson", "{}\n"));

        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "audit", "export", "--output", "/dev/full"));

        Assert.StartsWith("/dev/full cannot be written: ", _run.Error.ToString(), StringComparison.Ordinal);
    }
}
