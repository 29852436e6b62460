using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>The server as it is shipped, with the bundled models and real runners, on a free port.</summary>
public sealed class RealService : IAsyncLifetime
{
    private readonly TempFolder? _ownHome;
    private readonly string _home;
    private readonly IReadOnlyList<string> _settings;
    private TestService _service = null!;
    private int _catalogFiles;

    public RealService()
        : this(null, [])
    {
    }

    private RealService(string? home, IReadOnlyList<string> settings)
    {
        _home = home ?? (_ownHome = new TempFolder()).Path;
        _settings = settings;
    }

    /// <summary>With a home folder that stays, and more settings.</summary>
    internal static async Task<RealService> StartAsync(string home, IReadOnlyList<string> settings)
    {
        var real = new RealService(home, settings);
        await real.InitializeAsync();
        return real;
    }

    internal TestService Service => _service;

    public async ValueTask InitializeAsync()
    {
        var runner = Path.Combine(RepositoryRoot.Application, "runner", "MultiLLM.Runner.dll");
        Assert.True(File.Exists(runner), $"{runner} is missing; ./test.sh builds it.");
        _service = await TestService.StartProductAsync(
            null,
            ["--MultiLLM:Home", _home,
            "--MultiLLM:RunnerPath", runner,
            "--MultiLLM:StarterFolder", RepositoryRoot.StarterModels,
            .. _settings]);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync();
        await _service.DisposeAsync();
        _ownHome?.Dispose();
    }

    internal async Task<JsonElement> PostOkAsync(string path, string json)
    {
        var (status, body) = await _service.PostJsonAsync(path, json);
        Assert.True(status == 200, $"{status}: {body}");
        return body;
    }

    /// <summary>The error's code and message.</summary>
    internal async Task<(int Status, string? Code, string? Param, string Message)> PostRefusedAsync(string path, string json)
    {
        var (status, body) = await _service.PostJsonAsync(path, json);
        Assert.True(status >= 400, $"{status}: {body}");
        var error = body.GetProperty("error");
        var param = error.TryGetProperty("param", out var named) ? named.GetString() : null;
        return (status, error.GetProperty("code").GetString(), param, error.GetProperty("message").GetString()!);
    }

    /// <summary>Writes the user's only catalog file and waits until the service has read it.</summary>
    internal async Task WithCatalogFileAsync(string json)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_home, "catalog.d")).FullName, "user.json");
        File.WriteAllText(path, json);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(++_catalogFiles)); // two writes within the clock's grain look alike
        await _service.GetJsonAsync("/models");
    }

    internal async Task<JsonElement> ModelAsync(string id) => (await _service.GetJsonAsync($"/models/{id}")).Body;
}

[CollectionDefinition(nameof(RealModelCollection))]
public sealed class RealModelCollection : ICollectionFixture<RealService>;
