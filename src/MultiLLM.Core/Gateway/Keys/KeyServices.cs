using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Gateway.Governance.Reporting;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Core.Gateway.Sessions;
using MultiLLM.Core.Gateway.Store;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Keys;

internal static class KeyServices
{
    /// <summary>Keys, and the database in which other parts of the gateway may have their tables too.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>()
            .Bind(configuration.GetSection(GatewayOptions.Section))
            .PostConfigure<IOptions<MultiLLMOptions>>((gateway, all) =>
            {
                gateway.Database = Path.GetFullPath(gateway.Database.Length > 0 ? gateway.Database : "gateway.db", all.Value.Home);
                if (gateway.ConnectionString.Length == 0)
                    gateway.ConnectionString = configuration[$"{AnalyticsOptions.Section}:{nameof(AnalyticsOptions.ConnectionString)}"] ?? "";
            })
            .ValidateDataAnnotations()
            .Validate(options => options.ConnectionString.Length == 0 || PostgresDialect.IsConnectionString(options.ConnectionString),
                $"{GatewayOptions.Section}:ConnectionString must be one of PostgreSQL with a host, such as \"Host=db;Database=multillm;Username=me;Password=…\".")
            .ValidateOnStart();
        return services
            .AddSingleton(KeyTable.Tables)
            .AddSingleton(EndedSessionTable.Tables)
            .AddSingleton(provider => new GatewayStore(
                Dialect(provider.GetRequiredService<IOptions<GatewayOptions>>().Value), provider.GetServices<GatewayTables>()))
            .AddSingleton<KeyUses>()
            .AddSingleton<KeyRing>()
            .AddSingleton<IKeys>(provider => provider.GetRequiredService<KeyRing>())
            .AddSingleton<OwnKey>()
            .AddSingleton<SlowChecks>()
            .AddSingleton<IKeyAuthentication, KeyAuthentication>()
            .AddSingleton<IEndedSessions, EndedSessions>()
            .AddSingleton<IModelRule, KeyModelRule>()
            .AddSingleton<IGovernanceSource, KeyGovernance>()
            .AddHostedService<KeyWatch>();
    }

    // A revocation that was confirmed must outlive a power cut.
    private static IStoreDialect Dialect(GatewayOptions options) =>
        options.ConnectionString.Length > 0 ? new PostgresDialect(options.ConnectionString) : new SqliteDialect(options.Database, isDurable: true);
}
