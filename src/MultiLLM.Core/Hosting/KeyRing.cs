using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MultiLLM.Core.Hosting;

internal static partial class KeyRing
{
    private const string Folder = "ring";

    /// <summary>
    /// Keys that outlive the process, in <c>Home/keys/ring</c> for this user alone: they seal kept texts and what the dashboard's pages hold. Where the home
    /// cannot be written, keys of this process only: the service runs, and what they seal cannot be read later.
    /// </summary>
    public static IServiceCollection AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("MultiLLM");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<MultiLLMOptions>, ILoggerFactory>((ring, all, log) =>
            ring.XmlRepository = Repository(Path.Combine(all.Value.Home, "keys"), log));
        return services;
    }

    private static IXmlRepository Repository(string keys, ILoggerFactory log)
    {
        try
        {
            OwnerOnly.CreateFolder(keys);
            var folder = Path.Combine(keys, Folder);
            OwnerOnly.CreateFolder(folder);
            return new FileSystemXmlRepository(new DirectoryInfo(folder), log);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotKept(log.CreateLogger(typeof(KeyRing)), keys, error.Message);
            return new ProcessKeys();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Keys are not kept in {Folder}: {Reason}. What this process encrypts cannot be read after it has ended")]
    private static partial void LogNotKept(ILogger log, string folder, string reason);

    private sealed class ProcessKeys : IXmlRepository
    {
        private readonly Lock _gate = new();
        private readonly List<XElement> _keys = [];

        public IReadOnlyCollection<XElement> GetAllElements()
        {
            lock (_gate)
                return [.. _keys.Select(key => new XElement(key))];
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            lock (_gate)
                _keys.Add(new XElement(element));
        }
    }
}
