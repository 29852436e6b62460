using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Hosting;

public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_AnswerThatEndsInTime_IsWhole()
    {
        await using var service = await TestService.StartAsync();
        var answer = service.PostJsonAsync("/chat", """{"message":"gate"}""");
        Assert.True(await service.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));

        var stop = service.StopAsync();
        await Task.Delay(100);
        Assert.False(stop.IsCompleted);
        service.Chat.Gate.Release();

        Assert.Equal("Hello there", (await answer).Body.GetProperty("response").GetString());
        await stop.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Stop_StreamThatGoesOn_EndsWithAnErrorEventInTime()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:ShutdownTimeoutSeconds", "0.3");
        var own = service.EventsAsync("/chat", """{"message":"endless","stream":true}""");
        var openAI = service.BrokenOffEventsAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"endless"}],"stream":true}""");
        Assert.True(await service.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(await service.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));
        await Task.Delay(100);

        await service.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal("shutting_down", JsonDocument.Parse((await own)[^1]).RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("shutting_down", JsonDocument.Parse((await openAI)[^1]).RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(0, service.Chat.Running);
    }

    [Fact]
    public async Task Stop_WholeAnswerThatGoesOn_Is503()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:ShutdownTimeoutSeconds", "0.3");
        var answer = service.PostJsonAsync("/chat", """{"message":"silent"}""");
        Assert.True(await service.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));

        await service.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal((503, "shutting_down"), ((await answer).Status, (await answer).Body.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Stop_WaitingRequest_Is503AtOnce()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:Limits:MaxConcurrentRequests", "1");
        var running = service.PostJsonAsync("/chat", """{"message":"gate"}""");
        Assert.True(await service.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));
        var waiting = service.PostAsync("/chat", """{"message":"say never"}""");
        await Task.Delay(200);

        var stop = service.StopAsync();
        using var refused = await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(503, (int)refused.StatusCode);
        Assert.True(refused.Headers.Contains("Retry-After"));
        service.Chat.Gate.Release();
        Assert.Equal(200, (await running).Status);
        await stop.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
