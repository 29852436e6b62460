using System.Collections.Frozen;
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

    public Task<TestService> StartAsync(params string[] args) => StartAsync(null, args);

    /// <param name="log">Is told everything that is logged.</param>
    /// <param name="args">Further arguments.</param>
    public Task<TestService> StartAsync(ILoggerProvider? log, params string[] args) =>
        TestService.StartProductAsync(log, ["--MultiLLM:Home", _folder.Path, "--MultiLLM:StarterFolder", "", "--MultiLLM:SpareRunners", "0", .. args]);

    /// <param name="service">A service of this home.</param>
    /// <param name="role">Of the key.</param>
    /// <param name="name">Whose it is.</param>
    /// <param name="models">That it may ask; none: all.</param>
    public static async Task<IssuedKey> MakeKeyAsync(TestService service, CallerRole role, string name = "Ann", params string[] models) =>
        (await service.Services.GetRequiredService<IKeys>().CreateAsync(
            new KeyOrder { Name = name, Role = role, Models = models.Length == 0 ? null : models.ToFrozenSet() }, Caller.Library, TestContext.Current.CancellationToken)).OrThrow();

    public void Dispose() => _folder.Dispose();
}
