using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MultiLLM.Core.Hosting;

internal static class KeyRing
{
    private const string Folder = "ring";

    /// <summary>Keys that outlive the process, in <c>Home/keys/ring</c> for this user alone: they seal kept texts and what the dashboard's pages hold.</summary>
    public static IServiceCollection AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("MultiLLM");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<MultiLLMOptions>, ILoggerFactory>((ring, all, log) =>
        {
            var keys = Path.Combine(all.Value.Home, "keys");
            OwnerOnly.CreateFolder(keys);
            var folder = Path.Combine(keys, Folder);
            OwnerOnly.CreateFolder(folder);
            ring.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder), log);
        });
        return services;
    }
}
