using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Hosting;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Keys;

/// <summary>The product with its starter models and no runner, which asks everybody for a key.</summary>
internal sealed class KeyedService : IAsyncDisposable
{
    private static readonly Caller s_test = new() { Name = "test", Role = CallerRole.Admin };

    private KeyedService(string home, TestService service) => (Home, Service) = (home, service);

    public string Home { get; }

    public TestService Service { get; }
    public IKeys Keys => Service.Services.GetRequiredService<IKeys>();

    public static Task<KeyedService> StartAsync(params string[] settings) => StartAsync(null, settings);

    /// <param name="log">Is told everything that is logged.</param>
    /// <param name="settings">Further arguments.</param>
    public static async Task<KeyedService> StartAsync(ILoggerProvider? log, params string[] settings)
    {
        var home = Directory.CreateTempSubdirectory("multillm-keyed-").FullName;
        string[] args =
        [
            "--MultiLLM:Home", home, "--MultiLLM:StarterFolder", Path.Combine(RepositoryRoot.Path, "models", "starter"), "--MultiLLM:SpareRunners", "0",
            "--MultiLLM:RunnerPath", Path.Combine(home, "no-runner.dll"), "--MultiLLM:Gateway:RequireKeys", "true", "--MultiLLM:Analytics:FlushInterval", "00:00:00.020",
        ];
        var service = await TestService.StartAsync(
            builder =>
            {
                builder.Logging.ClearProviders();
                if (log is not null)
                    builder.Logging.AddProvider(log);
                builder.Services.AddMultiLLM(builder.Configuration);
            },
            [.. args, .. settings]);
        return new KeyedService(home, service);
    }

    public async Task<IssuedKey> CreateAsync(KeyOrder order) => (await Keys.CreateAsync(order, s_test, default)).OrThrow();

    public async Task<IssuedKey> CreateAsync(CallerRole role = CallerRole.User, params string[] models) => (await Keys.CreateAsync(
        new KeyOrder { Name = $"{role}", Role = role, Models = models.Length == 0 ? null : System.Collections.Frozen.FrozenSet.ToFrozenSet(models) }, s_test, default)).OrThrow();

    public async Task<HttpResponseMessage> SendAsync(IssuedKey? key, HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Secret.Reveal());
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Service.Http.SendAsync(request);
    }

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
        Directory.Delete(Home, recursive: true);
    }
}
