using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Hosting.Admission;

public sealed class AdmissionTests
{
    private static readonly string[] s_one = ["--MultiLLM:Server:Limits:MaxConcurrentRequests", "1", "--MultiLLM:Server:Limits:MaxQueuedRequests", "1"];

    [Fact]
    public async Task Post_QueueFull_Is429AndTheOthersAreServedInTurn()
    {
        await using var service = await TestService.StartAsync(s_one);
        var running = service.PostJsonAsync("/chat", """{"message":"gate"}""");
        Assert.True(await service.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));
        // Of these two one waits and one is too many, whichever comes first.
        Task<HttpResponseMessage>[] both = [service.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"say ok"}]}"""),
            service.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"say ok"}]}""")];

        using var refused = await await Task.WhenAny(both);
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal(["1"], refused.Headers.GetValues("Retry-After"));
        Assert.Equal("queue_full", (await TestService.JsonOf(refused)).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(200, (await service.GetJsonAsync("/health/ready")).Status);
        Assert.Equal(200, (await service.GetJsonAsync("/v1/models")).Status);
        Assert.Single(service.Chat.Calls);

        service.Chat.Gate.Release();
        Assert.Equal(200, (await running).Status);
        var replies = await Task.WhenAll(both);
        Assert.Equal([200, 429], replies.Select(r => (int)r.StatusCode).Order());
    }

    [Fact]
    public async Task Post_WaitingClientLeaves_FreesItsPlace()
    {
        await using var service = await TestService.StartAsync(s_one);
        var running = service.PostJsonAsync("/chat", """{"message":"gate"}""");
        Assert.True(await service.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));
        using var abort = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => service.PostAsync("/chat", """{"message":"say never"}"""u8.ToArray(), cancellationToken: abort.Token));
        await Eventually.TrueAsync(() => service.Log.Lines.Any(line => line.Contains("client left")));

        var next = service.PostJsonAsync("/chat", """{"message":"say ok"}""");
        service.Chat.Gate.Release();

        Assert.Equal((200, 200), ((await running).Status, (await next).Status));
        Assert.Equal(2, service.Chat.Calls.Count);
    }
}
