using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection;

namespace MultiLLM.Tests.Support;

/// <summary>The whole product without HTTP over fake runners, in a folder of its own.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly IHost _host;

    private TestService(IHost host, string home)
    {
        _host = host;
        Home = home;
    }

    public static string FakeRunnerPath { get; } = TestProgram.Path("FakeRunner");

    public string Home { get; }
    public string Models => Path.Combine(Home, "models");
    public IChatClient Chat => _host.Services.GetRequiredService<IChatClient>();
    public IEmbeddingService Embeddings => _host.Services.GetRequiredService<IEmbeddingService>();
    public IModelCatalog Catalog => _host.Services.GetRequiredService<IModelCatalog>();
    public IResidency Residency => _host.Services.GetRequiredService<IResidency>();
    public IServiceProvider Services => _host.Services;

    /// <param name="models">Model name and its script for the fake runner.</param>
    /// <param name="settings">Options of the section "MultiLLM".</param>
    public static Task<TestService> StartAsync((string Name, string Script)[] models, params (string Key, string Value)[] settings) =>
        StartAsync(models, TimeProvider.System, settings);

    public static async Task<TestService> StartAsync(
        (string Name, string Script)[] models, TimeProvider time, params (string Key, string Value)[] settings)
    {
        var home = Directory.CreateTempSubdirectory("multillm-test-").FullName;
        foreach (var (name, script) in models)
        {
            var path = GgufFile.Model(name.Contains("embed", StringComparison.Ordinal) ? "bert" : "llama").WriteTo(Path.Combine(home, "models"), name + ".gguf");
            File.WriteAllText(path + ".fake", script.Replace(';', '\n'));
        }
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var values = new Dictionary<string, string?>
        {
            ["MultiLLM:Home"] = home,
            ["MultiLLM:StarterFolder"] = "",
            ["MultiLLM:RunnerPath"] = FakeRunnerPath,
        };
        foreach (var (key, value) in settings)
            values[$"MultiLLM:{key}"] = value;
        builder.Configuration.AddInMemoryCollection(values);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(time);
        builder.Services.AddMultiLLM(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        return new TestService(host, home);
    }

    public async Task<ModelLease> BorrowAsync(string modelId)
    {
        var model = (await Catalog.FindAsync(modelId, CancellationToken.None)).OrThrow();
        return (await Residency.EnsureReadyAsync(model, LoadDemand.Default, CancellationToken.None)).OrThrow();
    }

    /// <summary>What a model answers.</summary>
    public async Task<string> TextAsync(string text, string model = "tiny", CancellationToken cancellationToken = default) =>
        (await Chat.GetResponseAsync(text, new ChatOptions { ModelId = model }, cancellationToken)).Text;

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(Home, recursive: true);
    }
}
