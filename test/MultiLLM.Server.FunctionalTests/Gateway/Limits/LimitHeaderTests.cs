using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.FunctionalTests.Support;
using MultiLLM.Server.Gateway.Limits;

namespace MultiLLM.Server.FunctionalTests.Gateway.Limits;

public sealed class LimitHeaderTests
{
    private static readonly KeyLimits s_limits = new() { RequestsPerMinute = 3, TokensPerMinute = 1000, TokensPerDay = 5000 };

    [Theory]
    [InlineData("/chat", """{"message":"say a b"}""")]
    [InlineData("/chat", """{"message":"say a b","stream":true}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"say a b"}]}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"say a b"}],"stream":true}""")]
    [InlineData("/v1/completions", """{"prompt":"say a b"}""")]
    [InlineData("/embeddings", """{"texts":["a"]}""")]
    [InlineData("/v1/embeddings", """{"input":"a"}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"fail ModelNotFound"}]}""")]
    public async Task Post_AnyReply_TellsHowTheKeyStands(string path, string body)
    {
        var (secret, caller) = LimitedService.Key(s_limits);
        await using var service = await LimitedService.StartAsync(new Dictionary<string, Caller> { [secret] = caller });
        using var reply = await service.SendAsync(secret, path, body);
        Assert.Equal("3", Header(reply, "limit-requests"));
        Assert.Equal("2", Header(reply, "remaining-requests"));
        Assert.Matches("^(1m1s|1m0s|60s)$", Header(reply, "reset-requests"));
        Assert.Equal("1000", Header(reply, "limit-tokens"));
        Assert.InRange(long.Parse(Header(reply, "remaining-tokens")), 0, 1000);
        Assert.NotEmpty(Header(reply, "reset-tokens"));
    }

    [Fact]
    public async Task Post_LimitReached_Is429WithRetryAfterAndTheHeaders()
    {
        var (secret, caller) = LimitedService.Key(s_limits);
        await using var service = await LimitedService.StartAsync(new Dictionary<string, Caller> { [secret] = caller });
        for (var i = 0; i < 3; i++)
            Assert.True((await service.SendAsync(secret, "/chat", """{"message":"say a","max_tokens":2}""")).IsSuccessStatusCode);
        using var own = await service.SendAsync(secret, "/chat", """{"message":"say a"}""");
        using var openAI = await service.SendAsync(secret, "/v1/chat/completions", """{"messages":[{"role":"user","content":"say a"}],"stream":true}""");
        foreach (var refused in (HttpResponseMessage[])[own, openAI])
        {
            Assert.Equal(429, (int)refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 50, 61);
            Assert.Equal("0", Header(refused, "remaining-requests"));
            var error = (await TestService.JsonOf(refused)).GetProperty("error");
            Assert.Equal("rate_limit_exceeded", error.GetProperty("code").GetString());
            Assert.StartsWith("requests_per_minute:", error.GetProperty("message").GetString());
        }
    }

    [Fact]
    public async Task Post_NoLimitsOrNoKey_TellsNothing()
    {
        var (secret, caller) = LimitedService.Key(KeyLimits.None);
        await using var service = await LimitedService.StartAsync(new Dictionary<string, Caller> { [secret] = caller });
        using var keyed = await service.SendAsync(secret, "/chat", """{"message":"say a"}""");
        using var local = await service.Service.PostAsync("/chat", """{"message":"say a"}""");
        foreach (var reply in (HttpResponseMessage[])[keyed, local])
            Assert.DoesNotContain(reply.Headers, header => header.Key.StartsWith("x-ratelimit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_Limits_TellsEachAndOwnKeyOnly()
    {
        var (secret, caller) = LimitedService.Key(s_limits with { Priority = RequestPriority.High, MaxPromptTokens = 99 }, CallerRole.ReadOnly);
        await using var service = await LimitedService.StartAsync(new Dictionary<string, Caller> { [secret] = caller });
        using var own = await service.SendAsync(secret, "/limits", null);
        var report = await TestService.JsonOf(own);
        Assert.Equal((caller.KeyId, "high"), (report.GetProperty("key_id").GetString(), report.GetProperty("priority").GetString()));
        Assert.Equal(
            ["requests_per_minute", "tokens_per_minute", "tokens_per_day", "max_prompt_tokens"],
            report.GetProperty("limits").EnumerateArray().Select(limit => limit.GetProperty("name").GetString()));
        Assert.Equal(5000, (await service.LimitAsync(secret, "tokens_per_day")).GetProperty("remaining").GetInt64());
        Assert.Equal(403, (int)(await service.SendAsync(secret, $"/limits/{caller.KeyId}", null)).StatusCode);
        Assert.Equal(0, (await service.Service.GetJsonAsync("/limits")).Body.GetProperty("limits").GetArrayLength());
    }

    [Theory]
    [InlineData(0.0123, "13ms")]
    [InlineData(0, "0ms")]
    [InlineData(12, "12s")]
    [InlineData(360, "6m0s")]
    [InlineData(86_399, "23h59m59s")]
    public void Duration_IsWrittenAsOpenAIDoes(double seconds, string expected) => Assert.Equal(expected, LimitHeaders.Duration(TimeSpan.FromSeconds(seconds)));

    private static string Header(HttpResponseMessage reply, string name) => Assert.Single(reply.Headers.GetValues($"x-ratelimit-{name}"));
}
