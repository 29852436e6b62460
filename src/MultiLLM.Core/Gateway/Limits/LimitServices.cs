using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Gateway.Governance.Reporting;
using MultiLLM.Core.Gateway.Limits.Budgets;
using MultiLLM.Core.Gateway.Limits.Deadlines;
using MultiLLM.Core.Gateway.Limits.Rates;
using MultiLLM.Core.Gateway.Store;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Gateway.Limits;

public static class LimitServices
{
    /// <summary>Keeps what goes through the chat client and the embedding service that are registered so far within its caller's limits.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LimitOptions>().Bind(configuration.GetSection(LimitOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        // Hosted services stop in reverse order: the first one sees what the last requests used.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => provider.GetRequiredService<BudgetUpkeep>()));
        return services
            .AddSingleton(new GatewayTables("budgets", BudgetTable.Steps))
            .AddSingleton<IBudgetStore, BudgetStore>()
            .AddSingleton<IGovernanceSource, LimitGovernance>()
            .AddLimitsOver();
    }

    /// <summary>The same over whatever keeps budgets.</summary>
    internal static IServiceCollection AddLimitsOver(this IServiceCollection services) => services
        .AddSingleton<TokenBudgets>()
        .AddSingleton<BudgetUpkeep>()
        .AddSingleton<CallerRateBook>()
        .AddSingleton<LimitNews>()
        .AddSingleton<LimitGate>()
        .AddSingleton<ILimits, LimitStandings>()
        .Wrap<IChatClient>((inner, provider) => new DeadlineChatClient(
            new LimitingChatClient(inner, provider.GetRequiredService<LimitGate>()), provider.GetRequiredService<TimeProvider>()))
        .Wrap<IEmbeddingService>((inner, provider) => new DeadlineEmbeddingService(
            new LimitingEmbeddingService(inner, provider.GetRequiredService<LimitGate>()), provider.GetRequiredService<TimeProvider>()));
}
