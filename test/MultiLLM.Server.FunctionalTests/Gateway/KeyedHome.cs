using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway;

/// <summary>The product with real keys in a folder of its own, which a further start finds again.</summary>
internal sealed class KeyedHome : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    public Task<TestService> StartAsync(params string[] args) => StartAsync(null, args);

    /// <param name="log">Is told everything that is logged.</param>
    /// <param name="args">Further arguments.</param>
    public Task<TestService> StartAsync(ILoggerProvider? log, params string[] args) =>
        TestService.StartProductAsync(log, ["--MultiLLM:Home", Path, "--MultiLLM:StarterFolder", "", "--MultiLLM:SpareRunners", "0", .. args]);

    public static Task<IssuedKey> MakeKeyAsync(TestService service, CallerRole role, string name = "Ann") => MakeKeyAsync(service, new KeyOrder { Name = name, Role = role });

    public static async Task<IssuedKey> MakeKeyAsync(TestService service, KeyOrder order) =>
        (await service.Services.GetRequiredService<IKeys>().CreateAsync(order, Caller.Library, TestContext.Current.CancellationToken)).OrThrow();

    public void Dispose() => _folder.Dispose();
}
