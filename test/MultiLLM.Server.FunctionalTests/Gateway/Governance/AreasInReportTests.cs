using System.Text.Json;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.FunctionalTests.Backends;
using MultiLLM.Server.FunctionalTests.Gateway.Keys;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Governance;

/// <summary>What keys, limits, policy and other servers add to the report, by the whole product over HTTP.</summary>
public sealed class AreasInReportTests : IAsyncLifetime
{
    private KeyedService _service = null!;
    private IssuedKey _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await KeyedService.StartAsync();
        _admin = await _service.CreateAsync(CallerRole.Admin);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Keys_EveryKey_WithItsStandingAndNoSecret()
    {
        var listed = await _service.CreateAsync(CallerRole.User, "starter-chat");
        var revoked = await _service.CreateAsync(CallerRole.ReadOnly);
        await _service.AskAsync(_admin, HttpMethod.Delete, $"/keys/{revoked.Key.Id}");
        await _service.GetAsync(listed, "/v1/models");

        var report = await ReportAsync();

        var keys = Part(report, "keys");
        Assert.Equal(3, keys.Count);
        Assert.Equal(("user", "active", "starter-chat"), (keys[listed.Key.Id]["Role"], keys[listed.Key.Id]["State"], keys[listed.Key.Id]["Models"]));
        Assert.True(DateTimeOffset.Parse(keys[listed.Key.Id]["Last used"]!) >= listed.Key.CreatedAt.AddSeconds(-1));
        Assert.Equal(("read_only", "revoked", null), (keys[revoked.Key.Id]["Role"], keys[revoked.Key.Id]["State"], keys[revoked.Key.Id]["Last used"]));
        foreach (var key in (IssuedKey[])[_admin, listed, revoked])
            Assert.DoesNotContain(key.Secret.Reveal().Split('_')[^1], report.GetRawText());
    }

    [Fact]
    public async Task Limits_ReachedOne_HasItsStandingItsRefusalsAndAnIncident()
    {
        var limited = await _service.CreateAsync(new KeyOrder { Name = "limited", Limits = new KeyLimits { RequestsPerMinute = 2, TokensPerDay = 1000, MaxPromptTokens = 50 } });
        for (var i = 0; i < 3; i++)
            await _service.AskAsync(limited, HttpMethod.Post, "/chat", """{"message":"hi"}""");

        var report = await ReportAsync();

        var rows = Rows(report, "limits").Where(row => row["Key"] == limited.Key.Id).ToDictionary(row => row["Limit"]!);
        Assert.Equal(["max_prompt_tokens", "requests_per_minute", "tokens_per_day"], rows.Keys.Order());
        Assert.Equal(("2", "2", "100 %", "1"), (
            rows["requests_per_minute"]["Allowed"], rows["requests_per_minute"]["Used"], rows["requests_per_minute"]["Used of it"], rows["requests_per_minute"]["Refusals in the period"]));
        Assert.Equal(("50", null), (rows["max_prompt_tokens"]["Allowed"], rows["max_prompt_tokens"]["Used"]));
        Assert.NotNull(rows["tokens_per_day"]["Begins anew"]);
        var incident = Incident(report, "limit.reached");
        Assert.Equal(("requests_per_minute", limited.Key.Id, 1), (
            incident.GetProperty("subject").GetString(), incident.GetProperty("key").GetString(), incident.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Policy_RulesOfTwoVersions_AreCountedWithTheirModes()
    {
        await AdoptAsync("one", """{"id":"mail","detectors":["email"],"direction":"input","action":"block"}""");
        await SayAsync("to me@example.org");
        await AdoptAsync("two", """{"id":"mail","detectors":["email"],"direction":"input","action":"block"},{"id":"bird","terms":["bluebird"],"action":"block","dry_run":true}""");
        await SayAsync("to me@example.org");
        await SayAsync("to you@example.org");
        await SayAsync("the bluebird sings");

        var report = await ReportAsync();

        var rows = Rows(report, "policy_decisions").ToDictionary(row => (row["Rule"]!, row["Policy"]!.Split('+')[0]));
        Assert.Equal(("yes", "2", "0"), (rows[("mail", "two")]["In force"], rows[("mail", "two")]["Blocked"], rows[("mail", "two")]["Only reported"]));
        Assert.Equal(("yes", "0", "1"), (rows[("bird", "two")]["In force"], rows[("bird", "two")]["Blocked"], rows[("bird", "two")]["Only reported"]));
        Assert.Equal(("no", "1"), (rows[("mail", "one")]["In force"], rows[("mail", "one")]["Blocked"]));
        Assert.Equal(3, rows.Count);
        Assert.Equal(["block", "block (dry run)"], Rows(report, "policy").Select(row => row["Mode"]!));
        Assert.Contains("Policy two is in force, digest ", Summary(report, "policy"));
        Assert.Contains("1 of them only reports (dry run)", Summary(report, "policy"));
        Assert.StartsWith("Blocked 3, masked 0, flagged 0, only reported 1 ", Summary(report, "policy_decisions"));
        Assert.Equal(["one", "two"], Rows(report, "policy_changes").Select(row => row["Policy"]!));
        var incident = Incident(report, "policy.blocked");
        Assert.Equal(("mail", _admin.Key.Id, 3), (incident.GetProperty("subject").GetString(), incident.GetProperty("key").GetString(), incident.GetProperty("count").GetInt32()));
        Assert.DoesNotContain("example.org", report.GetRawText());
    }

    [Fact]
    public async Task Backends_ServerThatCannotBeReached_IsToldWithTheOpeningOfItsCircuit()
    {
        await ServiceBehindService.WriteCatalogAsync(_service.Home, new Uri("http://127.0.0.1:1/"), "tiny-chat", "tiny-embed");
        await Eventually.TrueAsync(async () => (await _service.GetAsync(_admin, "/models/far")).Status == 200, seconds: 20);
        for (var i = 0; i < 3; i++)
            await _service.AskAsync(_admin, HttpMethod.Post, "/chat", """{"message":"hi","model_id":"far"}""");

        var report = await ReportAsync();

        var row = Part(report, "backends")["far"];
        Assert.Equal(("one", "http://127.0.0.1:1", "tiny-chat", null, "down"), (row["Server"], row["Address"], row["Its name there"], row["Key from"], row["State"]));
        var incident = report.GetProperty("incidents").EnumerateArray()
            .Single(one => one.GetProperty("kind").GetString() == "backend.down" && one.GetProperty("subject").GetString() == "far");
        Assert.Contains("cannot be reached", incident.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Access_WrongKey_IsAnIncident()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Authorization = new("Bearer", "mllm_aaaaaaaa_" + new string('a', 32)) } };
        using var refused = await _service.Service.Http.SendAsync(request);
        Assert.Equal(401, (int)refused.StatusCode);

        var incident = Incident(await ReportAsync(), "access.refused");

        Assert.Equal("key_invalid", incident.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task Evidence_ChainSigned_ReachesTheNewestEntry()
    {
        await AdoptAsync("one", """{"id":"mail","detectors":["email"],"action":"flag"}""");

        var evidence = (await ReportAsync()).GetProperty("evidence");

        var found = evidence.GetProperty("verification");
        Assert.True(found.GetProperty("intact").GetBoolean());
        Assert.Equal(found.GetProperty("last").GetInt64(), found.GetProperty("signed_to").GetInt64());
        Assert.Equal(found.GetProperty("last").GetInt64(), evidence.GetProperty("checkpoint").GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task Html_SameFigures_AndTheProblemOfAnAreaAtItsTop()
    {
        await AdoptAsync("one", """{"id":"mail","detectors":["email"],"direction":"input","action":"block"}""");
        await SayAsync("to me@example.org");
        await File.WriteAllTextAsync(Path.Combine(_service.Home, "policy.json"), "{ nonsense");
        await Eventually.TrueAsync(async () => (await _service.GetAsync(_admin, "/policy")).Body.TryGetProperty("problem", out _));

        using var response = await _service.SendAsync(_admin, HttpMethod.Get, "/governance/report?format=html");
        var page = await response.Content.ReadAsStringAsync();

        foreach (var title in (string[])["Keys", "Content policy", "Changes of the content policy", "Limits", "Other servers", "Incidents", "Evidence"])
            Assert.Contains($">{title}</h2>", page);
        Assert.Matches("<li class=\"open\"><strong>Look</strong> Content policy: [^<]*line 1", page);
        Assert.Contains("policy.blocked", page);
    }

    private async Task AdoptAsync(string version, string rules)
    {
        await File.WriteAllTextAsync(Path.Combine(_service.Home, "policy.json"), $$"""{"version":"{{version}}","rules":[{{rules}}]}""");
        await Eventually.TrueAsync(async () => (await _service.GetAsync(_admin, "/policy")).Body.GetProperty("version").GetString() == version);
    }

    private Task SayAsync(string text) => _service.AskAsync(_admin, HttpMethod.Post, "/chat", $$"""{"message":"{{text}}"}""");

    private async Task<JsonElement> ReportAsync()
    {
        var (status, report) = await _service.GetAsync(_admin, "/governance/report?since=1h");
        Assert.Equal(200, status);
        return report;
    }

    private static JsonElement Find(JsonElement report, string part) => report.GetProperty("parts").EnumerateArray().Single(one => one.GetProperty("id").GetString() == part);

    private static string Summary(JsonElement report, string part) => Find(report, part).GetProperty("summary").GetString()!;

    /// <summary>Cells by the titles of their columns.</summary>
    private static List<Dictionary<string, string?>> Rows(JsonElement report, string id)
    {
        var part = Find(report, id);
        var columns = part.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("title").GetString()!).ToList();
        return [.. part.GetProperty("rows").EnumerateArray().Select(row => columns.Zip(row.EnumerateArray().Select(cell => cell.GetString())).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    /// <summary>Rows by their first cell.</summary>
    private static Dictionary<string, Dictionary<string, string?>> Part(JsonElement report, string id) => Rows(report, id).GroupBy(row => row.Values.First()!).ToDictionary(row => row.Key, row => row.First());

    private static JsonElement Incident(JsonElement report, string kind) =>
        report.GetProperty("incidents").EnumerateArray().Single(incident => incident.GetProperty("kind").GetString() == kind);
}
