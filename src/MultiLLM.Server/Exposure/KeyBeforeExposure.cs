using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Exposure;

/// <summary>Beyond this machine the service listens only once there is a key that looks after it: without one everybody who reaches it could be its master.</summary>
internal sealed class KeyBeforeExposure(IConfiguration configuration, ServerOptions server, IOptions<GatewayOptions> gateway, IKeys keys, TimeProvider time) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (Addresses().FirstOrDefault(IsBeyondThisMachine) is not { } address)
            return;
        if (gateway.Value.RequireKeys is false)
            throw Refusal($"{GatewayOptions.Section}:RequireKeys is false, so the service listens on this machine only, and not on {address}.");
        var known = await keys.ListAsync(cancellationToken);
        if (!known.IsSuccess)
            throw Refusal($"Whether there is a key could not be found out, so the service does not listen on {address}: {known.Error.Message}");
        var now = time.GetUtcNow();
        if (!known.Value.Any(key => key.Role == CallerRole.Admin && key.IsActiveAt(now)))
        {
            throw Refusal(
                $"The service does not listen on {address} before there is a key for whoever looks after it. Make one: multillm keys create --role admin");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Wherever it may be told to listen.</summary>
    private IEnumerable<string> Addresses()
    {
        var urls = configuration["urls"] is { Length: > 0 } said ? said.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [server.UrlWith("http")];
        var ports = configuration["http_ports"] is { Length: > 0 } || configuration["https_ports"] is { Length: > 0 } ? (string[])["http://*"] : [];
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        return [.. urls, .. ports, .. endpoints];
    }

    private static bool IsBeyondThisMachine(string url) => !url.Contains("://unix:", StringComparison.OrdinalIgnoreCase) && !HostNames.IsLoopback(BindingAddress.Parse(url).Host.Trim('[', ']'));

    private static OptionsValidationException Refusal(string why) => new(nameof(KeyBeforeExposure), typeof(ServerOptions), [why]);
}
