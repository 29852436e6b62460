using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Keys;

public sealed class KeyAccessTests : IAsyncLifetime
{
    private KeyedService _service = null!;

    public async ValueTask InitializeAsync() => _service = await KeyedService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("/models")]
    [InlineData("/system/settings")]
    [InlineData("/keys")]
    [InlineData("/nothing-here")]
    public async Task Request_WithoutAKey_IsAskedForOne(string path)
    {
        using var response = await _service.SendAsync(null, HttpMethod.Get, path);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("Bearer realm=\"multillm\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("key_missing", CodeOf(await TestService.JsonOf(response)));
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-something-else", "invalid_api_key")]
    [InlineData("Authorization", "Bearer mllm_aaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "invalid_api_key")]
    [InlineData("x-api-key", "mllm_short", "invalid_api_key")]
    public async Task Request_AWrongKey_IsRefusedInTheCallersDialect(string header, string value, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _service.Service.Http.SendAsync(request);
        var error = (await TestService.JsonOf(response)).GetProperty("error");

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains("invalid_token", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(("authentication_error", code), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Health_WithoutAKey_AnswersLiveAndReady()
    {
        Assert.Equal(200, (await _service.GetAsync(null, "/health/live")).Status);
        Assert.Equal(200, (await _service.GetAsync(null, "/health/ready")).Status);
        Assert.Equal(401, (await _service.GetAsync(null, "/health")).Status);
    }

    [Theory]
    [InlineData(CallerRole.ReadOnly, "GET", "/models", 200)]
    [InlineData(CallerRole.ReadOnly, "GET", "/analytics/summary", 200)]
    [InlineData(CallerRole.ReadOnly, "POST", "/chat", 403)]
    [InlineData(CallerRole.ReadOnly, "POST", "/v1/chat/completions", 403)]
    [InlineData(CallerRole.User, "GET", "/selection/decisions", 200)]
    [InlineData(CallerRole.User, "GET", "/system/settings", 403)]
    [InlineData(CallerRole.User, "GET", "/keys", 403)]
    [InlineData(CallerRole.User, "POST", "/keys", 403)]
    [InlineData(CallerRole.User, "POST", "/models/pull", 403)]
    [InlineData(CallerRole.User, "POST", "/models/starter-chat/load", 403)]
    [InlineData(CallerRole.User, "DELETE", "/models/starter-chat", 403)]
    [InlineData(CallerRole.User, "PUT", "/system/log-level", 403)]
    [InlineData(CallerRole.Admin, "GET", "/keys", 200)]
    [InlineData(CallerRole.Admin, "GET", "/system/settings", 200)]
    public async Task Request_OfARole_ReachesWhatIsForIt(CallerRole role, string method, string path, int expected)
    {
        using var response = await _service.SendAsync(await _service.CreateAsync(role), new HttpMethod(method), path, method is "GET" or "DELETE" ? null : "{}");

        Assert.Equal(expected, (int)response.StatusCode);
        if (expected == 403)
            Assert.Contains("insufficient_scope", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_TheirWholeLife_GoesOverTheApi()
    {
        var admin = await _service.CreateAsync(CallerRole.Admin);
        using var created = await _service.SendAsync(admin, HttpMethod.Post, "/keys", """{"name":"reports","models":["starter-chat"],"limits":{"concurrency":2},"preference":"fast"}""");
        Assert.Equal("no-store", created.Headers.CacheControl?.ToString());
        var body = await TestService.JsonOf(created);
        var (id, secret) = (body.GetProperty("key").GetProperty("id").GetString()!, body.GetProperty("secret").GetString()!);
        Assert.Equal("user", await RoleOfAsync(secret));

        var changed = await _service.AskAsync(admin, HttpMethod.Patch, $"/keys/{id}", """{"role":"read_only","models":null}""");
        Assert.Equal((200, "read_only", false), (changed.Status, changed.Body.GetProperty("role").GetString(), changed.Body.TryGetProperty("models", out _)));
        Assert.Equal((2, "fast"), (changed.Body.GetProperty("limits").GetProperty("concurrency").GetInt32(), changed.Body.GetProperty("preference").GetString()));
        Assert.Equal("read_only", await RoleOfAsync(secret));

        var rotated = await _service.AskAsync(admin, HttpMethod.Post, $"/keys/{id}/rotate");
        Assert.Null(await RoleOfAsync(secret));
        secret = rotated.Body.GetProperty("secret").GetString()!;
        Assert.Equal("read_only", await RoleOfAsync(secret));

        Assert.Equal("revoked", (await _service.AskAsync(admin, HttpMethod.Delete, $"/keys/{id}")).Body.GetProperty("status").GetString());
        Assert.Null(await RoleOfAsync(secret));
        Assert.DoesNotContain(secret[^40..], (await _service.GetAsync(admin, "/keys")).Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(404, (await _service.GetAsync(admin, "/keys/key-zzzzzzzz")).Status);
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":" "}""", "name")]
    [InlineData("""{"name":"a","role":"root"}""", "role")]
    [InlineData("""{"name":"a","expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"name":"a","expires_at":5}""", "expires_at")]
    [InlineData("""{"name":"a","models":[]}""", "models")]
    [InlineData("""{"name":"a","limits":{"concurrency":0}}""", "limits.concurrency")]
    [InlineData("""{"name":"a","limits":{"concurency":1}}""", "limits.concurency")]
    [InlineData("""{"name":"a","modles":["b"]}""", "modles")]
    public async Task Create_AWrongBody_NamesTheField(string json, string field)
    {
        var (status, body) = await _service.AskAsync(await _service.CreateAsync(CallerRole.Admin), HttpMethod.Post, "/keys", json);

        Assert.Equal((400, field), (status, body.GetProperty("error").GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Models_OfAKeyThatListsSome_AreAllItSeesAndMayUse()
    {
        var key = await _service.CreateAsync(CallerRole.User, "starter-code");

        var own = (await _service.GetAsync(key, "/models?all=true")).Body.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("id").GetString());
        var openAI = (await _service.GetAsync(key, "/v1/models")).Body.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!).Where(id => !id.StartsWith("auto", StringComparison.Ordinal));
        Assert.Equal(["starter-code"], own);
        Assert.Equal(["starter-code"], openAI);
        foreach (var (method, path, json) in new[]
        {
            ("GET", "/models/starter-chat", null),
            ("GET", "/v1/models/starter-chat", null),
            ("POST", "/models/starter-chat/validate", "{}"),
            ("POST", "/chat", """{"message":"Hi","model_id":"starter-chat"}"""),
            ("POST", "/chat", """{"message":"Hi","model_id":"starter-code","fallbacks":["starter-chat"]}"""),
            ("POST", "/v1/chat/completions", """{"model":"starter-chat","messages":[{"role":"user","content":"Hi"}]}"""),
            ("POST", "/v1/completions", """{"model":"starter-chat","prompt":"Hi"}"""),
            ("POST", "/v1/embeddings", """{"model":"starter-embed","input":"Hi"}"""),
            ("POST", "/embeddings", """{"texts":["Hi"],"model_id":"starter-embed"}"""),
            ("POST", "/embeddings", """{"texts":["Hi"]}"""),
            ("POST", "/search", """{"query":"Hi","documents":["a"]}"""),
        })
        {
            var (status, body) = await _service.AskAsync(key, new HttpMethod(method), path, json);
            Assert.True((status, CodeOf(body)) == (403, "model_not_permitted"), $"{path} {json}: {status} {body}");
        }
        var explained = await _service.AskAsync(key, HttpMethod.Post, "/selection/explain", """{"message":"Hi"}""");
        Assert.Equal(200, explained.Status);
        Assert.DoesNotContain("starter-chat", explained.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_OfOthers_AreNotShown()
    {
        var (mine, other, admin) = (await _service.CreateAsync(), await _service.CreateAsync(), await _service.CreateAsync(CallerRole.Admin));
        foreach (var key in new[] { mine, other, other })
            await _service.AskAsync(key, HttpMethod.Post, "/chat", """{"message":"Hi","model_id":"starter-chat"}"""); // fails, for there is no runner, and is recorded
        await Eventually.TrueAsync(async () => (await _service.GetAsync(admin, "/analytics/requests")).Body.GetProperty("requests").GetArrayLength() == 3);

        Assert.Equal([mine.Key.Id], (await _service.GetAsync(mine, "/analytics/requests")).Body.GetProperty("requests").EnumerateArray().Select(one => one.GetProperty("key").GetString()));
        foreach (var path in new[] { "/analytics/summary", "/analytics/summary?by=key", "/analytics/models/starter-chat" })
            Assert.Equal(1, (await _service.GetAsync(mine, path)).Body.GetProperty("total").GetProperty("requests").GetInt64());
        using var export = await _service.SendAsync(mine, HttpMethod.Get, "/analytics/export?format=ndjson");
        Assert.DoesNotContain(other.Key.Id, await export.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var path in new[] { "/analytics/requests", "/analytics/export", "/analytics/summary", "/analytics/trends" })
        {
            Assert.Equal("not_permitted", CodeOf((await _service.GetAsync(mine, $"{path}?key={other.Key.Id}")).Body));
            Assert.Equal("not_permitted", CodeOf((await _service.GetAsync(mine, $"{path}?key=none")).Body));
        }
    }

    [Fact]
    public async Task Decisions_OfOthers_AreAsIfThereWereNone()
    {
        var (mine, other) = (await _service.CreateAsync(), await _service.CreateAsync());
        var log = _service.Service.Services.GetRequiredService<IDecisionLog>();
        foreach (var (key, id) in new[] { (mine, "sel-mine"), (other, "sel-other") })
            log.Add(new RecordedDecision(FakeDecisions.Of(new GenerationOptions(), FakeModels.Chat, isAutomatic: true) with { Id = id }, FakeDecisions.Noon, "secret words") { KeyId = key.Key.Id });

        Assert.Equal(["sel-mine"], (await _service.GetAsync(mine, "/selection/decisions")).Body.GetProperty("decisions").EnumerateArray().Select(one => one.GetProperty("decision_id").GetString()));
        Assert.Equal(200, (await _service.GetAsync(mine, "/selection/decisions/sel-mine")).Status);
        Assert.Equal("decision_not_found", CodeOf((await _service.GetAsync(mine, "/selection/decisions/sel-other")).Body));
        Assert.Equal("decision_not_found", CodeOf((await _service.AskAsync(mine, HttpMethod.Post, "/feedback", """{"decision_id":"sel-other","rating":1}""")).Body));
    }

    [Fact]
    public async Task OwnKey_OfTheDashboard_ReachesEverything()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/system/residency");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _service.Service.Services.GetRequiredService<OwnKey>().Secret.Reveal());
        using var response = await _service.Service.Http.SendAsync(request);

        Assert.Equal(200, (int)response.StatusCode);
    }

    private async Task<string?> RoleOfAsync(string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/keys/self");
        request.Headers.Add("x-api-key", secret);
        using var response = await _service.Service.Http.SendAsync(request);
        return response.IsSuccessStatusCode ? (await TestService.JsonOf(response)).GetProperty("role").GetString() : null;
    }

    private static string? CodeOf(JsonElement body) => body.GetProperty("error").GetProperty("code").GetString();
}
