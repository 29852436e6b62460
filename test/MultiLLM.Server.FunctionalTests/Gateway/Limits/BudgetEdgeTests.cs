using System.Text.Json;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Limits;

/// <summary>Fifty requests at once at the edge of a budget, over real sockets, in every dialect: overshoot 0.</summary>
public sealed class BudgetEdgeTests
{
    private const int AtOnce = 50;

    /// <summary>Each may use 64 + 8 + 4 ("gate") for the prompt, 8 less without a template, and 24 for the answer.</summary>
    [Theory]
    [InlineData("/chat", """{"message":"gate","max_tokens":24}""", 100)]
    [InlineData("/chat", """{"message":"gate","max_tokens":24,"stream":true}""", 100)]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"gate"}],"max_tokens":24}""", 100)]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"gate"}],"max_completion_tokens":24,"stream":true}""", 100)]
    [InlineData("/v1/completions", """{"prompt":"gate","max_tokens":24}""", 92)]
    [InlineData("/v1/completions", """{"prompt":"gate","max_tokens":24,"stream":true}""", 92)]
    public async Task Post_FiftyAtOnce_ExactlySoManyAsTheBudgetHoldsAreAnswered(string path, string body, int each)
    {
        const int Limit = 1234;
        var (secret, caller) = LimitedService.Key(new KeyLimits { TokensPerDay = Limit });
        await using var service = await LimitedService.StartAsync(new Dictionary<string, Caller> { [secret] = caller });
        var all = Enumerable.Range(0, AtOnce).Select(_ => service.SendAsync(secret, path, body)).ToList();
        var fit = Limit / each;
        await Eventually.TrueAsync(() => all.Count(one => one.IsCompleted) == AtOnce - fit && service.Parts.Chat.Running == fit, seconds: 20);
        Assert.Equal(fit * each, (await service.LimitAsync(secret, "tokens_per_day")).GetProperty("reserved").GetInt64());

        service.Parts.Chat.Gate.Release(AtOnce);
        var replies = await Task.WhenAll(all);
        Assert.Equal(fit, replies.Count(reply => reply.IsSuccessStatusCode));
        foreach (var refused in replies.Where(reply => !reply.IsSuccessStatusCode))
        {
            Assert.Equal(429, (int)refused.StatusCode);
            var error = (await TestService.JsonOf(refused)).GetProperty("error");
            Assert.Equal("insufficient_quota", error.GetProperty("code").GetString());
            Assert.Contains("1234 tokens", error.GetProperty("message").GetString());
            Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
            if (path.StartsWith("/v1", StringComparison.Ordinal))
                Assert.Equal("insufficient_quota", error.GetProperty("type").GetString());
        }
        var day = await service.LimitAsync(secret, "tokens_per_day");
        Assert.Equal((service.Work.Tokens, 0), (day.GetProperty("used").GetInt64(), day.GetProperty("reserved").GetInt64()));
        Assert.Equal(fit * 9, service.Work.Tokens); // "Hello there" after a prompt of seven
    }

    [Theory]
    [InlineData("/embeddings", """{"texts":["a dog","a puppy"]}""")]
    [InlineData("/v1/embeddings", """{"input":["a dog","a puppy"]}""")]
    [InlineData("/search", """{"query":"a dog","documents":["a puppy"]}""")]
    public async Task Post_FiftyEmbeddingsAtOnce_NeverMoreThanTheBudget(string path, string body)
    {
        const int Each = 8; // four of each text; 28 are set aside
        var (secret, caller) = LimitedService.Key(new KeyLimits { TokensPerDay = 300 });
        await using var service = await LimitedService.StartAsync(new Dictionary<string, Caller> { [secret] = caller });
        var replies = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => service.SendAsync(secret, path, body)));
        var answered = replies.Count(reply => reply.IsSuccessStatusCode);
        Assert.InRange(answered, 10, 300 / Each);
        Assert.All(replies.Where(reply => !reply.IsSuccessStatusCode), refused => Assert.Equal(429, (int)refused.StatusCode));
        Assert.Equal(answered * Each, (await service.LimitAsync(secret, "tokens_per_day")).GetProperty("used").GetInt64());
        while ((await service.SendAsync(secret, path, body)).IsSuccessStatusCode)
            answered++;
        Assert.Equal((300 - 28) / Each + 1, answered); // the last one still had room for all that it might have used
    }

    /// <summary>Answers, failures before and after the first word, bugs, and callers that leave, all at once, round after round until nothing is left.</summary>
    [Fact]
    public async Task Post_EverythingGoesWrongAtOnce_NeverMoreThanTheBudgetAndNothingIsLost()
    {
        const int Limit = 6000;
        var (secret, caller) = LimitedService.Key(new KeyLimits { TokensPerDay = Limit, TokensPerMonth = 2 * Limit, TokensPerMinute = 10 * Limit, Concurrency = AtOnce });
        await using var service = await LimitedService.StartAsync(new Dictionary<string, Caller> { [secret] = caller });
        string[] scripts = ["say a b c", "fail RunnerCrashed", "say a b then fail RunnerCrashed", "bug", "endless", "silent"];
        var random = new Random(5);
        for (var round = 0; round < 12; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async i =>
            {
                var script = scripts[(i + round) % scripts.Length];
                using var leave = new CancellationTokenSource();
                if (script is "endless" or "silent")
                    leave.CancelAfter(TimeSpan.FromMilliseconds(random.Next(5, 60)));
                var (path, body) = Request(i, script);
                try
                {
                    using var reply = await service.SendAsync(secret, path, body, leave.Token);
                }
                catch (Exception gone) when (gone is OperationCanceledException or HttpRequestException)
                {
                    // this caller left, or the stream broke off as its model did
                }
            }));
            await Eventually.TrueAsync(() => service.Parts.Chat.Running == 0);
            Assert.True(service.Work.Tokens <= Limit, $"{service.Work.Tokens} of {Limit}");
        }
        foreach (var budget in (string[])["tokens_per_day", "tokens_per_month"])
            await Eventually.TrueAsync(async () => (await service.LimitAsync(secret, budget)).GetProperty("reserved").GetInt64() == 0);
        var day = (await service.LimitAsync(secret, "tokens_per_day")).GetProperty("used").GetInt64();
        Assert.InRange(day, service.Work.Tokens, Limit); // a caller that left before any figure came is taken to have had its prompt read
        Assert.Equal(day, (await service.LimitAsync(secret, "tokens_per_month")).GetProperty("used").GetInt64());
        Assert.Equal(0, (await service.LimitAsync(secret, "concurrency")).GetProperty("used").GetInt64());
    }

    [Fact]
    public async Task Post_TwoGatewaysOverOnePostgres_TogetherNeverMoreThanTheBudget()
    {
        var shared = await TestPostgres.SchemaAsync();
        const int Limit = 2050;
        var (secret, caller) = LimitedService.Key(new KeyLimits { TokensPerDay = Limit });
        var keys = new Dictionary<string, Caller> { [secret] = caller };
        await using var one = await LimitedService.StartAsync(keys, () => new PostgresDialect(shared));
        await using var other = await LimitedService.StartAsync(keys, () => new PostgresDialect(shared));
        LimitedService[] gateways = [one, other];
        var all = gateways.Select(AskAsync).ToList();
        await Eventually.TrueAsync(() => gateways.All(gateway => gateway.Parts.Chat.Running == 1)); // else the quicker one might take all
        all.AddRange(Enumerable.Range(0, AtOnce - all.Count).Select(i => AskAsync(gateways[i % 2])));
        await Eventually.TrueAsync(() => all.Count(reply => reply.IsCompleted) + one.Parts.Chat.Running + other.Parts.Chat.Running == AtOnce, seconds: 20);
        var running = one.Parts.Chat.Running + other.Parts.Chat.Running;
        Assert.InRange(running, 19, 20); // 100 each; what one has at hand in small change, less than 32, the other does not

        foreach (var gateway in gateways)
            gateway.Parts.Chat.Gate.Release(AtOnce);
        var replies = await Task.WhenAll(all);
        Assert.Equal(running, replies.Count(reply => reply.IsSuccessStatusCode));
        await Eventually.TrueAsync(async () => (await one.LimitAsync(secret, "tokens_per_day")).GetProperty("used").GetInt64() == running * 9, seconds: 10);
        Assert.Equal(JsonValueKind.Number, (await other.LimitAsync(secret, "tokens_per_day")).GetProperty("used").ValueKind);

        // What was set aside and not used is there again, for whichever gateway needs it, once both have written.
        await Eventually.TrueAsync(async () => (await one.SendAsync(secret, "/chat", """{"message":"say a","max_tokens":1700}""")).IsSuccessStatusCode, seconds: 10);
        Assert.True(one.Work.Tokens + other.Work.Tokens <= Limit);

        Task<HttpResponseMessage> AskAsync(LimitedService gateway) => gateway.SendAsync(secret, "/chat", """{"message":"gate","max_tokens":24}""");
    }

    private static (string Path, string Body) Request(int i, string script) => (i % 4) switch
    {
        0 => ("/chat", $$"""{"message":"{{script}}","max_tokens":20}"""),
        1 => ("/chat", $$"""{"message":"{{script}}","stream":true,"max_tokens":20}"""),
        2 => ("/v1/chat/completions", $$"""{"messages":[{"role":"user","content":"{{script}}"}],"stream":true,"n":2,"max_tokens":20}"""),
        _ => ("/v1/completions", $$"""{"prompt":["{{script}}","say more"],"max_tokens":20}"""),
    };
}
