using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiLLM.Core.Comparisons.Running;
using MultiLLM.Core.Events;
using MultiLLM.Server.Errors;

namespace MultiLLM.Server.Hosting;

internal static class HostingServices
{
    public static void AddHosting(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        // It seals what an open page holds of this process. The product brings keys that are kept; without it none has to outlive the process.
        if (!services.Any(service => service.ServiceType == typeof(IDataProtectionProvider)))
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddCors();
        services.AddSingleton<ShutdownGate>();
        services.AddSingleton<Failures>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<RequestGuard>();
        services.TryAddSingleton<LimitHits>();
        services.AddSingleton<Admission>();
        services.AddSingleton<IQueuedRequests>(provider => provider.GetRequiredService<Admission>());
    }
}
