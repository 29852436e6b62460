using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Comparisons.Running;

namespace MultiLLM.Core.Comparisons;

internal static class ComparisonServices
{
    public static IServiceCollection AddComparisons(this IServiceCollection services)
    {
        services.TryAddSingleton<IQueuedRequests, NoQueuedRequests>();
        return services
            .AddSingleton<ComparisonBook>()
            .AddSingleton<ComparisonRecords>()
            .AddSingleton<IComparisons, Comparisons>()
            .AddSingleton<IHostedService, ComparisonRunner>();
    }
}
