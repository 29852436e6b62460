using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Tests.Client;

public sealed class AuditClientTests : IAsyncDisposable
{
    private const string Entry = """{"sequence":7,"time":"2026-03-01T00:00:00+00:00","action":"model.approved","outcome":"done","actor":"anna","subject":"m","hash":"00"}""";

    private readonly FakeService _service = new();
    private readonly MultiLLMClient _client;

    public AuditClientTests() => _client = new MultiLLMClient(_service.Address);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task GetAudit_LastPage_HasNoCursor()
    {
        _service.OnJson("GET", "/audit?since=7d&action=model.&outcome=done&cursor=9&limit=5", $$"""{"entries":[{{Entry}}]}""");

        var page = await _client.GetAuditAsync(new AuditQuery { Since = "7d", Action = "model.", Outcome = "done" }, "9", 5);

        Assert.Equal((7, null), (Assert.Single(page.Entries).Sequence, page.Cursor));
    }

    [Fact]
    public async Task VerifyAudit_WithACheckpoint_SendsIt()
    {
        _service.OnJson("POST", "/audit/verify",
            """{"intact":false,"problems":["cut"],"problem_count":1,"first":1,"last":2,"hash":"00","entries":2,"files":1,"checkpoints":1,"signed_to":1,"pruned_to":0,"torn_bytes":0}""");
        var kept = new AuditCheckpointInfo { Log = "l", Sequence = 5, Hash = "h", Time = DateTimeOffset.UnixEpoch, Key = "k", Signature = "s" };

        var found = await _client.VerifyAuditAsync(kept);

        Assert.False(found.Intact);
        Assert.Contains("\"sequence\":5", Assert.Single(_service.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_Key_IsNamedInTheQuery()
    {
        _service.OnJson("DELETE", "/analytics/prompts?key=key-a%26b", """{"prompts":1,"decisions":0,"saved_states":2}""");

        Assert.Equal(new ErasedInfo(1, 0, 2), await _client.EraseKeyAsync("key-a&b"));
    }

    [Fact]
    public async Task Withdraw_Model_IsNamedInThePath()
    {
        _service.OnJson("DELETE", "/governance/approvals/a%2Fb", """{"model_id":"a/b","verdict":"approved","tasks":[],"keys":[],"roles":[],"by":"anna","at":"2026-03-01T00:00:00+00:00"}""");

        Assert.Equal("a/b", (await _client.WithdrawApprovalAsync("a/b")).ModelId);
    }
}
