using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Hosting;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.SignIn;

/// <summary>The product with real keys in a folder of its own, which a further start finds again.</summary>
internal sealed class KeyedHome : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mkeys").FullName;

    public Task<TestService> StartAsync(params string[] args) => TestService.StartAsync(
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddMultiLLM(builder.Configuration);
        },
        ["--MultiLLM:Home", _folder, "--MultiLLM:StarterFolder", "", "--MultiLLM:SpareRunners", "0", .. args]);

    public static async Task<IssuedKey> MakeKeyAsync(TestService service, CallerRole role, string name = "Ann") =>
        (await service.Services.GetRequiredService<IKeys>().CreateAsync(new KeyOrder { Name = name, Role = role }, Caller.Library, TestContext.Current.CancellationToken)).OrThrow();

    /// <summary>A service that has just ended may still let go of a file or two.</summary>
    public void Dispose() => Assert.True(SpinWait.SpinUntil(TryDelete, TimeSpan.FromSeconds(10)), $"{_folder} cannot be deleted.");

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(_folder);
        }
    }
}
