using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Comparisons.Running;
using MultiLLM.Core.Events;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting.Admission;

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
        services.TryAddSingleton<IRequestRecorder, UnkeptRecords>();
        services.AddSingleton<TurnedAway>();
        services.AddSingleton<AdmissionGate>();
        services.AddSingleton<IQueuedRequests>(provider => provider.GetRequiredService<AdmissionGate>());
    }
}
