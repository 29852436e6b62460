using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics.Efficiency;
using MultiLLM.Core.Analytics.Held;
using MultiLLM.Core.Analytics.Prompts;
using MultiLLM.Core.Analytics.Queries;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Analytics;

public static class AnalyticsServices
{
    /// <summary>Records what goes through the chat client and the embedding service that are registered so far; call it last.</summary>
    public static IServiceCollection AddAnalytics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AnalyticsOptions>()
            .Bind(configuration.GetSection(AnalyticsOptions.Section))
            .PostConfigure<IOptions<MultiLLMOptions>>((analytics, all) =>
                analytics.Database = Path.GetFullPath(analytics.Database.Length > 0 ? analytics.Database : "analytics.db", all.Value.Home))
            .ValidateDataAnnotations()
            .Validate(options => options.ConnectionString.Length == 0 || PostgresDialect.IsConnectionString(options.ConnectionString),
                $"{AnalyticsOptions.Section}:ConnectionString must be one of PostgreSQL with a host, such as \"Host=db;Database=multillm;Username=me;Password=…\".")
            .ValidateOnStart();
        // Hosted services stop in reverse order: the first one sees the last records.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => provider.GetRequiredService<AnalyticsWriter>()));
        return services
            .AddSingleton<IPromptRedactor, PlainRedactor>()
            .AddSingleton<PromptSeal>()
            .AddSingleton<IPromptEraser, PromptEraser>()
            .AddSingleton(provider => Dialect(provider.GetRequiredService<IOptions<AnalyticsOptions>>().Value))
            .AddSingleton<AnalyticsStore>()
            .AddSingleton<WorkMeter>()
            .AddSingleton<AcceptedCount>()
            .AddSingleton<RequestRecorder>()
            .AddSingleton<IRequestRecorder>(provider => provider.GetRequiredService<RequestRecorder>())
            .AddSingleton<RecordingTrouble>()
            .AddSingleton<AnalyticsUpkeep>()
            .AddSingleton<AnalyticsWriter>()
            .AddSingleton<IAnalytics, AnalyticsQueries>()
            .AddSingleton<IEfficiency, EfficiencyService>()
            .AddSingleton<IHostedService, HeldWatch>()
            .Wrap<IChatClient>((inner, provider) => new AnalyticsChatClient(
                inner, provider.GetRequiredService<IRequestRecorder>(), provider.GetRequiredService<WorkMeter>(), provider.GetRequiredService<TimeProvider>()))
            .Wrap<IEmbeddingService>((inner, provider) => new AnalyticsEmbeddingService(
                inner, provider.GetRequiredService<IRequestRecorder>(), provider.GetRequiredService<WorkMeter>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static IStoreDialect Dialect(AnalyticsOptions options) =>
        options.ConnectionString.Length > 0 ? new PostgresDialect(options.ConnectionString) : new SqliteDialect(options.Database);
}
