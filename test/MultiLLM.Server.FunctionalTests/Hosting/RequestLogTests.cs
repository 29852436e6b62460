using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Hosting;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Answer_IsOneLineWithoutWhatWasSaid()
    {
        await using var service = await TestService.StartAsync();
        await service.PostJsonAsync("/chat", """{"message":"say mysecret"}""");
        await service.EventsAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"say mysecret"}],"stream":true}""");
        await service.PostJsonAsync("/chat", """{"message":"say x","temperature":"mysecret"}""");

        await Eventually.TrueAsync(() => service.Log.Lines.Count(line => line.StartsWith("Information: POST")) == 3);
        Assert.Contains(service.Log.Lines, line => line.Contains("POST /chat 200 ok in ") && line.Contains("by tiny-chat: 7 prompt tokens (3 cached), 1 generated, first after "));
        Assert.Contains(service.Log.Lines, line => line.Contains("POST /v1/chat/completions 200 ok in "));
        Assert.Contains(service.Log.Lines, line => line.Contains("POST /chat 400 "));
        Assert.DoesNotContain(service.Log.Lines, line => line.Contains("mysecret"));
    }
}
