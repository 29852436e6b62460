using MultiLLM.Server.FunctionalTests.Support;
using MultiLLM.TestHub;

namespace MultiLLM.Server.FunctionalTests.Acquisition;

/// <summary>The server as it is shipped and a hub to fetch from, both on free ports; the starter models serve as the hub's files.</summary>
public sealed class PullService : IAsyncLifetime
{
    public const string Repository = "multillm/starter-models";

    private readonly TempFolder _folder = new();

    public Hub Hub { get; private set; } = null!;

    public HubFile Chat { get; private set; } = null!;

    public string Home => _folder.Path;

    internal TestService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Hub = await Hub.StartAsync();
        Chat = Hub.Add(Repository, "fetched-chat.gguf", await File.ReadAllBytesAsync(StarterChat));
        Service = await TestService.StartProductAsync(null, [.. Settings(Hub, Home)]);
    }

    public static string StarterChat => Path.Combine(RepositoryRoot.StarterModels, "starter-chat.gguf");

    public static IEnumerable<string> Settings(Hub hub, string home) =>
    [
        "--MultiLLM:Home", home,
        "--MultiLLM:RunnerPath", Path.Combine(RepositoryRoot.Application, "runner", "MultiLLM.Runner.dll"),
        "--MultiLLM:StarterFolder", RepositoryRoot.StarterModels,
        "--MultiLLM:SpareRunners", "0",
        "--HF_ENDPOINT", hub.Endpoint,
        "--MultiLLM:Pull:PartBytes", "1048576",
        "--MultiLLM:Pull:RetryDelay", "00:00:00.010",
        "--MultiLLM:Pull:CheckpointInterval", "00:00:00.050",
        "--MultiLLM:Pull:DiskReserveBytes", "0",
    ];

    public async ValueTask DisposeAsync()
    {
        await Service.StopAsync();
        await Service.DisposeAsync();
        await Hub.DisposeAsync();
        _folder.Dispose();
    }
}
