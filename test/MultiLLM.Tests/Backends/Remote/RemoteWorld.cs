using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Backends.Remote;

/// <summary>The product with one remote model, "far", at servers of the test.</summary>
internal sealed class RemoteWorld : IAsyncDisposable
{
    private readonly TestService _service;

    private RemoteWorld(TestService service) => _service = service;

    public IChatClient Chat => _service.Chat;
    public TestService Service => _service;
    public IRemoteModels Remotes => _service.Services.GetRequiredService<IRemoteModels>();
    public IReadOnlyList<SystemEvent> Events => [.. _service.Services.GetRequiredService<IEventLog>().ReadAfter(0).Events];

    /// <param name="servers">JSON of each server.</param>
    public static Task<RemoteWorld> StartAsync(params string[] servers) => StartWithAsync([], servers);

    /// <param name="settings">Options of the section "MultiLLM".</param>
    /// <param name="servers">JSON of each server.</param>
    public static async Task<RemoteWorld> StartWithAsync((string Key, string Value)[] settings, params string[] servers)
    {
        var service = await TestService.StartAsync([("near", "")], settings);
        var world = new RemoteWorld(service);
        await world.ConfigureAsync(servers);
        return world;
    }

    public static Task<RemoteWorld> StartAsync(params OpenAIStub[] stubs) => StartAsync([.. stubs.Select((stub, i) => Server(stub, "s" + i))]);

    public static string Server(OpenAIStub stub, string name, string more = "") => Server(stub.Url, name, more);

    public static string Server(Uri url, string name, string more = "") => $$"""{ "name": "{{name}}", "url": "{{url}}", "model": "m"{{(more.Length > 0 ? ", " + more : "")}} }""";

    public async Task ConfigureAsync(params string[] servers)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_service.Home, "catalog.d"));
        foreach (var (kind, type, id) in ((string, string, string)[])[("chat", "large_llm", "far"), ("embedding", "embedding", "far-embed")])
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, id + ".json"), $$"""
                { "models": [ { "id": "{{id}}", "name": "{{id}}", "type": "{{type}}", "kind": "{{kind}}", "context_length": 8192, "capabilities": ["tools"],
                  "backend": { "servers": [ {{string.Join(", ", servers)}} ] } } ] }
                """);
        }
        var catalog = await _service.Catalog.RefreshAsync(CancellationToken.None);
        Assert.Empty(catalog.Problems);
    }

    public async Task<List<ChatResponseUpdate>> AskAsync(string question = "hello", Action<GenerationOptions>? with = null, CancellationToken cancellationToken = default)
    {
        var options = new GenerationOptions { ModelId = "far" };
        with?.Invoke(options);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, question)], options, cancellationToken))
            updates.Add(update);
        return updates;
    }

    public async Task<Error> FailAsync(Action<GenerationOptions>? with = null) =>
        (await Assert.ThrowsAsync<MultiLLMException>(() => AskAsync(with: with))).Error;

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
