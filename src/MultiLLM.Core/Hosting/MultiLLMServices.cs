using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Backends.Managed;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Health;
using MultiLLM.Core.Monitoring;
using MultiLLM.Core.Prefixes;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Cascade;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.Classifier;
using MultiLLM.Core.Selection.Understanding.SecondOpinion;
using MultiLLM.Core.Telemetry;

namespace MultiLLM.Core.Hosting;

public static class MultiLLMServices
{
    /// <summary>
    /// The product without HTTP. Resolve <see cref="IChatClient"/> and <see cref="IEmbeddingService"/> to work with models,
    /// <see cref="IModelCatalog"/> and <see cref="IResidency"/> to look after them, <see cref="IDownloads"/> to fetch more.
    /// </summary>
    public static IServiceCollection AddMultiLLM(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings(configuration)
        .AddKeyRing()
        .AddHardware()
        .AddMonitoring()
        .AddCatalog()
        .AddRunners()
        .AddResidency()
        .AddGateway(configuration)
        .AddSelection()
        .AddContentPolicy()
        .AddLimits(configuration)
        .AddAcquisition(configuration)
        .AddBackends(configuration)
        .AddHealth()
        .AddAnalytics(configuration)
        .AddComparisons()
        .AddMultiLLMTelemetry(configuration);

    private static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        var configure = new ConfigureMultiLLM(configuration);
        services.AddSingleton<IPostConfigureOptions<MultiLLMOptions>>(configure);
        services.AddSingleton<IValidateOptions<MultiLLMOptions>>(configure);
        services.AddOptions<MultiLLMOptions>()
            .Bind(configuration.GetSection(MultiLLMOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return services;
    }

    private static IServiceCollection AddMonitoring(this IServiceCollection services) => services
        .AddSingleton<EventLog>()
        .AddSingleton<IHostedService, EventKeeper>()
        .AddSingleton<LimitHits>()
        .AddSingleton<IEventLog>(s => s.GetRequiredService<EventLog>())
        .AddSingleton<IResidencyEventSink>(s => s.GetRequiredService<EventLog>())
        .AddSingleton<ISystemMonitor, SystemMonitor>()
        .AddSingleton<IHostedService, MemoryWatch>()
        .AddSingleton<IHostedService, DiskWatch>();

    private static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<ModelCatalog>()
        .AddSingleton<IModelCatalog>(s => s.GetRequiredService<ModelCatalog>())
        .AddHostedService<CatalogWatch>()
        .AddSingleton<IMemoryRoom, MachineRoom>()
        .AddSingleton<IModelFit, ModelFitService>();

    private static IServiceCollection AddRunners(this IServiceCollection services) => services
        .AddSingleton<EngineReport>()
        .AddSingleton<GpuPlanner>()
        .AddSingleton<PrefixFolders>()
        .AddSingleton<IHostedService, PrefixSweeper>()
        .AddSingleton<IRunnerLauncher, RunnerLauncher>()
        .AddSingleton<SpareRunnerPool>()
        .AddSingleton<RunnerModelLoader>()
        .AddSingleton<IModelLoader, ModelLoaders>();

    private static IServiceCollection AddResidency(this IServiceCollection services) => services
        .AddSingleton<IFootprints, Footprints>()
        .AddSingleton<ResidencyLoop>()
        .AddSingleton<Preloader>()
        .AddSingleton<IResidency>(s => s.GetRequiredService<ResidencyLoop>())
        .AddSingleton<IHostedService, ModelHost>();

    private static IServiceCollection AddSelection(this IServiceCollection services) => services
        .AddSingleton<ITaskClassifier, LinearTaskClassifier>()
        .AddSingleton<IRequestReader, RequestReader>()
        .AddSingleton<IConversations, Conversations>()
        .AddSingleton<IModelRates, RateBook>()
        .AddSingleton<IDemand, Demand>()
        .AddSingleton<IDecisionLog, DecisionLog>()
        .AddSingleton<FeedbackBook>()
        .AddSingleton<IFeedback>(s => s.GetRequiredService<FeedbackBook>())
        .AddSingleton<IHostedService, FeedbackStore>()
        .AddSingleton<ICircuits, Circuits>()
        .AddSingleton<ISecondOpinion, EmbeddingOpinion>()
        .AddSingleton<SelectionMemory>()
        .AddSingleton<MemoryEstimates>()
        .AddSingleton<IResidencyEventSink>(s => s.GetRequiredService<MemoryEstimates>())
        .AddSingleton<RankingView>()
        .AddSingleton<ModelSelector>()
        .AddSingleton<IModelAdvisor, ModelAdvisor>()
        .AddSingleton<Underway>()
        .AddSingleton<AttemptParts>()
        .AddSingleton<SelectingChatClient>()
        .AddSingleton<IChatClient, CascadingChatClient>()
        .AddSingleton<IEmbeddingService, EmbeddingService>()
        .AddSingleton<IEmbeddingGenerator<string, Embedding<float>>, TextEmbeddingGenerator>();
}
