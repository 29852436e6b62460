using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Acquisition.Store;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.TestHub;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Acquisition;

/// <summary>The product without HTTP, in a folder of its own, that fetches from a hub on loopback.</summary>
internal sealed class PullRig : IAsyncDisposable
{
    /// <summary>Little patience with a connection that brings nothing.</summary>
    public static readonly (string, string) Impatient = ("MultiLLM:Pull:StallTimeout", "00:00:00.400");

    public const string Repository = "owner/some-models";
    private readonly bool _ownsHome;
    private readonly IHost _host;

    private PullRig(IHost host, string home, bool ownsHome) => (_host, Home, _ownsHome) = (host, home, ownsHome);

    public string Home { get; }
    public string Store => Path.Combine(Home, "models");
    public string Downloads => Path.Combine(Home, "downloads");
    public IDownloads Pulls => _host.Services.GetRequiredService<IDownloads>();
    public IModelStore Models => _host.Services.GetRequiredService<IModelStore>();
    public IModelCatalog Catalog => _host.Services.GetRequiredService<IModelCatalog>();
    public IResidency Residency => _host.Services.GetRequiredService<IResidency>();

    public static async Task<PullRig> StartAsync(
        Hub? hub, string? home = null, Action<IServiceCollection>? replace = null, params (string Key, string Value)[] settings)
    {
        var folder = home ?? Directory.CreateTempSubdirectory("multillm-pull-").FullName;
        var values = new Dictionary<string, string?>
        {
            ["HF_ENDPOINT"] = hub?.Endpoint ?? "http://127.0.0.1:9",
            ["MultiLLM:Home"] = folder,
            ["MultiLLM:StarterFolder"] = "",
            ["MultiLLM:RunnerPath"] = TestService.FakeRunnerPath,
            ["MultiLLM:SpareRunners"] = "0",
            ["MultiLLM:Analytics:Enabled"] = "false",
            ["MultiLLM:Pull:PartBytes"] = "131072",
            ["MultiLLM:Pull:RetryDelay"] = "00:00:00.005",
            ["MultiLLM:Pull:MaxRetryDelay"] = "00:00:00.020",
            ["MultiLLM:Pull:StallTimeout"] = "00:00:10",
            ["MultiLLM:Pull:MaxAttempts"] = "4",
            ["MultiLLM:Pull:CheckpointInterval"] = "00:00:00.020",
            ["MultiLLM:Pull:DiskReserveBytes"] = "0",
        };
        foreach (var (key, value) in settings)
            values[key] = value;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(values);
        builder.Services.AddLogging();
        builder.Services.AddMultiLLM(builder.Configuration);
        replace?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new PullRig(host, folder, home is null);
    }

    /// <summary>A model of about this size whose weights are random.</summary>
    public static byte[] Model(int bytes = 1 << 20, int seed = 1, Action<GgufFile>? shape = null)
    {
        var file = GgufFile.Model(name: "A model").WithTensor($"weights.{seed}", (ulong)(bytes / 4));
        shape?.Invoke(file);
        var content = file.ToBytes();
        new Random(seed).NextBytes(content.AsSpan(content.Length - (bytes / 4 * 4)));
        return content;
    }

    public static string Address(string file) => $"hf:{Repository}/{file}";

    public Task<Result<PullOutcome>> PullAsync(string file) => PullAsync(new PullOrder(file.Contains(':') ? file : Address(file)));

    public async Task<Result<PullOutcome>> PullAsync(PullOrder order)
    {
        var started = await Pulls.PullAsync(order, CancellationToken.None);
        if (!started.IsSuccess)
            return started.Error;
        await using var watch = started.Value;
        return await watch.Outcome.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Pulls until so many bytes have come, then leaves and waits until it has stopped.</summary>
    public async Task<DownloadStatus> PullPartlyAsync(string file, long bytes)
    {
        var watch = (await Pulls.PullAsync(new PullOrder(Address(file)), CancellationToken.None)).OrThrow();
        await foreach (var status in watch.ProgressAsync(CancellationToken.None))
        {
            if (status.BytesDone >= bytes)
                break;
        }
        Assert.False(watch.Outcome.IsCompleted, "it came to its end too soon");
        await watch.DisposeAsync();
        DownloadStatus? stopped = null;
        await Eventually.HoldsAsync(async () => (stopped = (await Pulls.ListAsync(CancellationToken.None)).SingleOrDefault(s => s.State == DownloadState.Stopped)) is not null, "stopped");
        return stopped!;
    }

    /// <summary>Everything under a folder, for "nothing was left".</summary>
    public static string[] FilesIn(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f))
            .Where(f => f != "audit/lock").Order()] : []; // which nobody else may open

    /// <summary>What a service always has in its home.</summary>
    public static bool IsOwn(string file) => file.StartsWith("audit/", StringComparison.Ordinal) || file.StartsWith("keys/", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_ownsHome)
            Directory.Delete(Home, recursive: true);
    }
}
