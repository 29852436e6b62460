using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Health.Watching;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Health;

internal static class HealthServices
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton(provider => new Lazy<IResidency>(provider.GetRequiredService<IResidency>))
        .AddSingleton<HealthMonitor>()
        .AddSingleton<IHealthStanding>(provider => provider.GetRequiredService<HealthMonitor>())
        .AddSingleton<IRequestObserver>(provider => provider.GetRequiredService<HealthMonitor>())
        .AddSingleton<IResidencyEventSink>(provider => provider.GetRequiredService<HealthMonitor>())
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<HealthMonitor>())
        .AddSingleton<IHealth, HealthService>();
}
