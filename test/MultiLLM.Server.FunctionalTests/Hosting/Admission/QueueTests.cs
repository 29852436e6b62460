using MultiLLM.Core.Analytics;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.FunctionalTests.Gateway.Limits;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Hosting.Admission;

/// <summary>Turns, deadlines and the visible queue, over sockets.</summary>
public sealed class QueueTests
{
    private const string Gate = """{"message":"gate"}""";
    private static readonly string[] s_one = ["--MultiLLM:Server:Limits:MaxConcurrentRequests", "1", "--MultiLLM:Server:Limits:MaxQueuedRequests", "4"];

    [Fact]
    public async Task Get_Queue_ShowsOwnRequestsWithTheirPlaceAndEverybodysToAdmins()
    {
        var (flood, flooding) = LimitedService.Key(KeyLimits.None);
        var (second, other) = LimitedService.Key(new KeyLimits { Priority = RequestPriority.High });
        await using var service = await StartAsync((flood, flooding), (second, other));
        var running = await HoldAsync(service, flood);
        var waiting = Enumerable.Range(0, 2).Select(_ => service.SendAsync(flood, "/chat", """{"message":"say flood"}""")).ToList();
        await WaitingAsync(service, 2);
        waiting.Add(service.SendAsync(second, "/v1/chat/completions", """{"messages":[{"role":"user","content":"say other"}]}""", default, ("x-multillm-priority", "normal"), ("x-multillm-deadline", "300")));
        await WaitingAsync(service, 3);

        var all = (await service.Service.GetJsonAsync("/system/queue")).Body;
        Assert.Equal((1, 1, 3, 4), (all.GetProperty("running").GetInt32(), all.GetProperty("most_running").GetInt32(), all.GetProperty("waiting").GetInt32(), all.GetProperty("most_waiting").GetInt32()));
        Assert.Equal([other.KeyId, flooding.KeyId, flooding.KeyId], all.GetProperty("requests").EnumerateArray().Select(request => request.GetProperty("caller").GetString()));
        var first = all.GetProperty("requests")[0];
        Assert.Equal((1, "/v1/chat/completions", "normal"), (first.GetProperty("position").GetInt32(), first.GetProperty("path").GetString(), first.GetProperty("priority").GetString()));
        Assert.InRange(first.GetProperty("deadline").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(280), TimeSpan.FromSeconds(300));

        using var seen = await service.SendAsync(flood, "/system/queue", null);
        var own = (await TestService.JsonOf(seen)).GetProperty("requests").EnumerateArray().ToList();
        Assert.Equal([2, 3], own.Select(request => request.GetProperty("position").GetInt32()));

        service.Parts.Chat.Gate.Release();
        Assert.All(await Task.WhenAll(waiting), reply => Assert.True(reply.IsSuccessStatusCode));
        Assert.True((await running).IsSuccessStatusCode);
        Assert.Equal(["gate", "say other", "say flood", "say flood"], service.Parts.Chat.Calls.Select(call => call.Messages[^1].Text));
    }

    [Fact]
    public async Task Post_DeadlinePassesWhileItWaits_Is504AndLeavesARecord()
    {
        var (secret, caller) = LimitedService.Key(KeyLimits.None);
        await using var service = await StartAsync((secret, caller));
        var running = await HoldAsync(service, secret);
        using var late = await service.SendAsync(secret, "/chat", """{"message":"say never"}""", default, ("x-multillm-deadline", "0.2"));
        Assert.Equal(504, (int)late.StatusCode);
        Assert.Equal("deadline_exceeded", (await TestService.JsonOf(late)).GetProperty("error").GetProperty("code").GetString());
        Assert.Single(service.Parts.Chat.Calls);
        var record = Assert.Single(service.Records.All);
        Assert.Equal(("/chat", caller.KeyId, RequestOutcome.Refused, "deadline_exceeded", "unread"), (record.Endpoint, record.Key, record.Outcome, record.ErrorCode, record.ModelAsked));
        service.Parts.Chat.Gate.Release();
        Assert.True((await running).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Post_DeadlinePassesBeforeTheFirstWord_EndsTheModelsWork()
    {
        var (secret, caller) = LimitedService.Key(KeyLimits.None);
        await using var service = await StartAsync((secret, caller));
        using var late = await service.SendAsync(secret, "/v1/chat/completions", """{"messages":[{"role":"user","content":"silent"}]}""", default, ("x-multillm-deadline", "0.3"));
        Assert.Equal(504, (int)late.StatusCode);
        await Eventually.TrueAsync(() => service.Parts.Chat.Running == 0);
    }

    [Theory]
    [InlineData("x-multillm-deadline", "soon")]
    [InlineData("x-multillm-deadline", "-1")]
    [InlineData("x-multillm-deadline", "2026-01-31")]
    [InlineData("x-multillm-deadline", "2026-01-31T12:00:00")]
    [InlineData("x-multillm-deadline", "5; chop")]
    [InlineData("x-multillm-deadline", "1e400")]
    [InlineData("x-multillm-priority", "urgent")]
    public async Task Post_HeaderIsWrong_Is400AndNamesIt(string header, string value)
    {
        var (secret, caller) = LimitedService.Key(KeyLimits.None);
        await using var service = await StartAsync((secret, caller));
        using var refused = await service.SendAsync(secret, "/chat", """{"message":"say a"}""", default, (header, value));
        var error = (await TestService.JsonOf(refused)).GetProperty("error");
        Assert.Equal((400, header), ((int)refused.StatusCode, error.GetProperty("param").GetString()));
    }

    [Theory]
    [InlineData("2020-01-31T12:00:00Z", 504)]
    [InlineData("0", 504)]
    [InlineData("2999-01-31T12:00:00+02:00", 200)]
    [InlineData("30; cut", 200)]
    public async Task Post_Deadline_IsSecondsOrAMoment(string value, int status)
    {
        var (secret, caller) = LimitedService.Key(KeyLimits.None);
        await using var service = await StartAsync((secret, caller));
        using var reply = await service.SendAsync(secret, "/chat", """{"message":"say a"}""", default, ("x-multillm-deadline", value));
        Assert.Equal(status, (int)reply.StatusCode);
    }

    [Fact]
    public async Task Post_QueueFull_LeavesARecordAndTheLastOfTheFloodMakesRoom()
    {
        var (flood, flooding) = LimitedService.Key(KeyLimits.None);
        var (second, other) = LimitedService.Key(KeyLimits.None);
        await using var service = await StartAsync((flood, flooding), (second, other));
        var running = await HoldAsync(service, flood);
        var waiting = Enumerable.Range(0, 4).Select(_ => service.SendAsync(flood, "/chat", """{"message":"say flood"}""")).ToList();
        await WaitingAsync(service, 4);
        var late = service.SendAsync(second, "/chat", """{"message":"say other"}""");
        using var displaced = await await Task.WhenAny(waiting);
        Assert.Equal(429, (int)displaced.StatusCode);
        Assert.Equal("queue_full", Assert.Single(service.Records.All).ErrorCode);
        service.Parts.Chat.Gate.Release();
        Assert.Equal(200, (int)(await late).StatusCode);
        Assert.Equal([200, 200, 200, 429], (await Task.WhenAll(waiting)).Select(reply => (int)reply.StatusCode).Order());
        Assert.True((await running).IsSuccessStatusCode);
    }

    private static Task<LimitedService> StartAsync(params (string Secret, Caller Caller)[] keys) =>
        LimitedService.StartAsync(keys.ToDictionary(key => key.Secret, key => key.Caller), null, s_one);

    /// <summary>A request that takes the one place until the gate opens.</summary>
    private static async Task<Task<HttpResponseMessage>> HoldAsync(LimitedService service, string secret)
    {
        var running = service.SendAsync(secret, "/chat", Gate);
        Assert.True(await service.Parts.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));
        return running;
    }

    private static Task WaitingAsync(LimitedService service, int count) => Eventually.TrueAsync(
        async () => (await service.Service.GetJsonAsync("/system/queue")).Body.GetProperty("waiting").GetInt32() == count);
}
