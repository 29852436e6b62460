using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Backends.Addresses;
using MultiLLM.Core.Backends.Balancing;
using MultiLLM.Core.Backends.Managed;
using MultiLLM.Core.Backends.Remote;
using MultiLLM.Core.Gateway.Governance.Reporting;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Backends;

internal static class BackendServices
{
    /// <summary>Servers beyond this process that answer for a model.</summary>
    public static IServiceCollection AddBackends(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<BackendOptions>, ValidateBackends>();
        services.AddOptions<BackendOptions>().Bind(configuration.GetSection(BackendOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<RemoteHttp>()
            .AddSingleton<RemoteCalls>()
            .AddSingleton<RemoteProbe>()
            .AddSingleton<IRemoteClients, RemoteClients>()
            .AddSingleton<Readiness>()
            .AddSingleton<ManagedServerLoader>()
            .AddSingleton<IServerNews, ServerNews>()
            .AddSingleton<IGovernanceSource, BackendGovernance>()
            .AddSingleton<RemoteModels>()
            .AddSingleton<IRemoteModels>(s => s.GetRequiredService<RemoteModels>())
            .AddSingleton<IHostedService, ProbeService>()
            .Wrap<IResidency>((inner, provider) => new RemoteResidency(inner, provider.GetRequiredService<IRemoteModels>()));
    }
}
