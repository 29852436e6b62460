using System.Net;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Audit;

public sealed class AuditEndpointTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Load_Model_IsTold()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/models/tiny-chat/load");
        request.Headers.Add("x-request-id", "my-request");
        using var response = await _service.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var entry = Assert.Single(_service.Parts.Audit.Entries);
        Assert.Equal(
            (AuditActions.ModelLoaded, "done", "tiny-chat", "local", "my-request"), (entry.Action, entry.Outcome, entry.Subject, entry.Actor, entry.RequestId));
    }

    [Fact]
    public async Task Load_ModelThatIsNone_IsToldAsRefused()
    {
        await _service.PostJsonAsync("/models/nothing/load", "{}");

        var entry = Assert.Single(_service.Parts.Audit.Entries);
        Assert.Equal((AuditActions.ModelLoaded, "refused", "nothing", "404"), (entry.Action, entry.Outcome, entry.Subject, entry.Details["status"]));
    }

    [Fact]
    public async Task LogLevel_Changed_IsToldWithTheLevel()
    {
        using var content = new StringContent("""{"category":"MultiLLM","level":"debug"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await _service.Http.PutAsync("/system/log-level", content);

        var entry = Assert.Single(_service.Parts.Audit.Entries);
        Assert.Equal((AuditActions.SettingChanged, "log level of MultiLLM", "debug"), (entry.Action, entry.Subject, entry.Details["level"]));
    }

    [Fact]
    public async Task Reading_Models_IsNoAct()
    {
        await _service.GetJsonAsync("/models");
        await _service.GetJsonAsync("/audit");

        Assert.Empty(_service.Parts.Audit.Entries);
    }

    [Fact]
    public async Task Anything_WhileTheLogMustBeKeptAndCannotBe_IsRefusedExceptReading()
    {
        _service.Parts.Audit.Refusal = new Error(ErrorCode.AuditUnavailable, "The disk is full.", RetryAfter: TimeSpan.FromSeconds(5));

        var (load, body) = await _service.PostJsonAsync("/models/tiny-chat/load", "{}");
        var (chat, _) = await _service.PostJsonAsync("/v1/chat/completions", """{"model":"tiny-chat","messages":[{"role":"user","content":"hi"}]}""");
        var (list, _) = await _service.GetJsonAsync("/models");

        Assert.Equal((503, 503, 200), (load, chat, list));
        Assert.Equal("audit_unavailable", body.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(_service.Parts.Audit.Entries);
    }

    [Fact]
    public async Task List_Pages_GoBackToTheFirstEntry()
    {
        for (var i = 0; i < 5; i++)
            _service.Parts.Audit.Append(AuditEntry.By(Caller.Library, AuditActions.KeyUsed, "allowed", $"k{i}"));

        var (_, first) = await _service.GetJsonAsync("/audit?limit=3&action=key.");
        var (_, second) = await _service.GetJsonAsync($"/audit?limit=3&cursor={first.GetProperty("cursor").GetString()}");
        var (none, _) = await _service.GetJsonAsync("/audit?cursor=x");

        Assert.Equal(["k4", "k3", "k2"], first.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("subject").GetString()));
        Assert.Equal(["k1", "k0"], second.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("subject").GetString()));
        Assert.False(second.TryGetProperty("cursor", out _));
        Assert.Equal(400, none);
    }

    [Fact]
    public async Task Export_Csv_RunsNoFormula()
    {
        _service.Parts.Audit.Append(AuditEntry.By(Caller.Library, AuditActions.KeyUsed, "allowed", "=cmd|' /C calc'!A0") with
        {
            Details = new Dictionary<string, string> { ["@x"] = "a,b\"c" },
        });

        var csv = await _service.Http.GetStringAsync("/audit/export?format=csv");

        var rows = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("sequence,time,action,outcome,actor,key,subject,request_id,details,hash", rows[0]);
        Assert.Contains(",'=cmd|' /C calc'!A0,", rows[1]);
        Assert.Contains(",\"'@x=a,b\"\"c\",", rows[1]);
        Assert.Equal(AuditActions.AuditExported, _service.Parts.Audit.Entries[^1].Action);
    }

    [Fact]
    public async Task Export_Ndjson_IsOneEntryPerLine()
    {
        _service.Parts.Audit.Append(AuditEntry.By(Caller.Library, AuditActions.KeyUsed, "allowed", "two\nlines"));

        var lines = (await _service.Http.GetStringAsync("/audit/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains("\"subject\":\"two\\nlines\"", Assert.Single(lines));
    }

    [Theory]
    [InlineData("", "conversation")]
    [InlineData("?conversation=a&key=b", "key")]
    public async Task Erase_NotOneScope_IsRefused(string query, string field)
    {
        using var response = await _service.Http.DeleteAsync("/analytics/prompts" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, (await TestService.JsonOf(response)).GetProperty("error").GetProperty("param").GetString());
        Assert.Null(_service.Parts.Eraser.Asked);
    }

    [Fact]
    public async Task Erase_Conversation_TellsWhatWentAway()
    {
        using var response = await _service.Http.DeleteAsync("/analytics/prompts?conversation=c-1");

        var erased = await TestService.JsonOf(response);
        Assert.Equal((1, 2, 3), (erased.GetProperty("prompts").GetInt32(), erased.GetProperty("decisions").GetInt32(), erased.GetProperty("saved_states").GetInt32()));
        Assert.Equal("c-1", _service.Parts.Eraser.Asked?.Conversation);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("conversation")]
    public async Task Hold_ForABlankName_IsRefused(string field)
    {
        var (status, body) = await _service.PostJsonAsync("/audit/holds", $$"""{"reason":"case 7","{{field}}":" "}""");

        Assert.Equal((400, field), (status, body.GetProperty("error").GetProperty("param").GetString()));
    }
}
