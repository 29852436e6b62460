using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Telemetry.Metrics;
using MultiLLM.Core.Telemetry.Tracing;

namespace MultiLLM.Core.Telemetry;

public static class TelemetryServices
{
    /// <summary>
    /// Metrics and spans of what goes through the chat client and the embedding service that are registered so far; call it after all others. Collecting and
    /// exporting them is the host's business.
    /// </summary>
    public static IServiceCollection AddMultiLLMTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var capturesContent = string.Equals(configuration[TelemetryNames.CaptureContentVariable], "true", StringComparison.OrdinalIgnoreCase);
        services.TryAddSingleton<TelemetryMeter>();
        return services
            .AddSingleton<ModelLabels>()
            .AddSingleton<IRequestObserver, RequestMetrics>()
            .AddSingleton<IResidencyEventSink, ResidencyMetrics>()
            .AddSingleton<IHostedService, StandingGauges>()
            .AddSingleton<IHostedService, BackendMetrics>()
            .Wrap<IChatClient>((inner, provider) => new TracingChatClient(inner, capturesContent, provider.GetRequiredService<TimeProvider>()))
            .Wrap<IEmbeddingService>((inner, _) => new TracingEmbeddingService(inner));
    }
}
