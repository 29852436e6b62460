using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Backends;

/// <summary>One service with fakes where the models would be, and the whole product in front of it, which knows it as the remote model "far".</summary>
internal sealed class ServiceBehindService : IAsyncDisposable
{
    private readonly TempFolder _home;

    private ServiceBehindService(TestService behind, TestService front, TempFolder home) => (Behind, Front, _home) = (behind, front, home);

    public TestService Behind { get; }
    public TestService Front { get; }

    public static async Task<ServiceBehindService> StartAsync(string chatModel = "tiny-chat", string embeddingModel = "tiny-embed")
    {
        var behind = await TestService.StartAsync();
        var home = new TempFolder();
        await WriteCatalogAsync(home.Path, behind.Url, chatModel, embeddingModel);
        var front = await TestService.StartProductAsync(null, "--MultiLLM:Home", home.Path, "--MultiLLM:StarterFolder", "", "--MultiLLM:RunnerPath", "/none");
        return new ServiceBehindService(behind, front, home);
    }

    public static async Task WriteCatalogAsync(string home, Uri url, string chatModel, string embeddingModel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "catalog.d")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "far.json"), $$"""
            { "models": [
              { "id": "far", "name": "Far", "type": "large_llm", "context_length": 4096, "capabilities": ["tools"],
                "backend": { "servers": [ { "name": "one", "url": "{{url}}v1", "model": "{{chatModel}}", "price": { "input_per_million": 1000, "output_per_million": 1000 } } ] } },
              { "id": "far-embed", "name": "Far embeddings", "type": "embedding", "context_length": 512,
                "backend": { "servers": [ { "name": "one", "url": "{{url}}v1", "model": "{{embeddingModel}}" } ] } } ] }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await Front.StopAsync();
        await Front.DisposeAsync();
        await Behind.DisposeAsync();
        _home.Dispose();
    }
}
