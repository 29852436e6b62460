using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Backends.Addresses;

namespace MultiLLM.Core.Backends;

internal static class BackendServices
{
    /// <summary>Servers beyond this process that answer for a model.</summary>
    public static IServiceCollection AddBackends(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<BackendOptions>, ValidateBackends>();
        services.AddOptions<BackendOptions>().Bind(configuration.GetSection(BackendOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<RemoteHttp>();
    }
}
