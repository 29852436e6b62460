using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Keys;

/// <summary>The product with its starter models and no runner, which asks everybody for a key.</summary>
internal sealed class KeyedService : IAsyncDisposable
{
    private readonly KeyedHome _home;

    private KeyedService(KeyedHome home, TestService service) => (_home, Service) = (home, service);

    public string Home => _home.Path;
    public TestService Service { get; }
    public IKeys Keys => Service.Services.GetRequiredService<IKeys>();

    public static Task<KeyedService> StartAsync(params string[] settings) => StartAsync(null, settings);

    /// <param name="log">Is told everything that is logged.</param>
    /// <param name="settings">Further arguments.</param>
    public static async Task<KeyedService> StartAsync(ILoggerProvider? log, params string[] settings)
    {
        var home = new KeyedHome();
        return new KeyedService(home, await home.StartAsync(
            log,
            ["--MultiLLM:StarterFolder", RepositoryRoot.StarterModels, "--MultiLLM:RunnerPath", "/none",
            "--MultiLLM:Gateway:RequireKeys", "true", "--MultiLLM:Analytics:FlushInterval", "00:00:00.020", .. settings]));
    }

    /// <param name="role">Of the key.</param>
    /// <param name="models">That it may ask; none: all.</param>
    public Task<IssuedKey> CreateAsync(CallerRole role = CallerRole.User, params string[] models) =>
        CreateAsync(new KeyOrder { Name = $"{role}", Role = role, Models = models.Length == 0 ? null : models.ToFrozenSet() });

    public Task<IssuedKey> CreateAsync(KeyOrder order) => KeyedHome.MakeKeyAsync(Service, order);

    public Task<HttpResponseMessage> SendAsync(IssuedKey? key, HttpMethod method, string path, string? json = null) =>
        Service.SendAsync(key?.Secret.Reveal(), method, path, json);

    public async Task<(int Status, JsonElement Body)> AskAsync(IssuedKey? key, HttpMethod method, string path, string? json = null)
    {
        using var response = await SendAsync(key, method, path, json);
        return ((int)response.StatusCode, await TestService.JsonOf(response));
    }

    public Task<(int Status, JsonElement Body)> GetAsync(IssuedKey? key, string path) => AskAsync(key, HttpMethod.Get, path);

    public async ValueTask DisposeAsync()
    {
        await Service.StopAsync();
        await Service.DisposeAsync();
        _home.Dispose();
    }
}
