using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Client;

namespace MultiLLM.Tests.Client;

public sealed class AddMultiLLMClientTests
{
    [Fact]
    public async Task AddMultiLLMClient_Resolved_SharesOneClient()
    {
        await using var service = new FakeService();
        service.OnJson("POST", "/v1/chat/completions", """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"}}]}""");
        await using var provider = new ServiceCollection()
            .AddMultiLLMClient(service.Address, options => options.ApiKey = "secret")
            .BuildServiceProvider();

        var response = await provider.GetRequiredService<IChatClient>().GetResponseAsync("Hello");

        Assert.Equal("Hi", response.Text);
        Assert.Equal("Bearer secret", service.LastRequest.Authorization);
        Assert.NotNull(provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.Same(provider.GetRequiredService<MultiLLMClient>(), provider.GetRequiredService<MultiLLMClient>());
    }
}
