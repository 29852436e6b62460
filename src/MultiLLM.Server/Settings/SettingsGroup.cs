using Microsoft.Extensions.Options;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Governance;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Hosting;
using MultiLLM.Server.Exposure;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Settings;

/// <summary>A section of the configuration.</summary>
/// <param name="Section">Its name.</param>
/// <param name="Type">What it is bound to.</param>
/// <param name="Current">What is in force.</param>
/// <param name="Defaults">What would be, if nobody said anything.</param>
internal sealed record SettingsGroup(string Section, Type Type, Func<IServiceProvider, object> Current, Func<object> Defaults)
{
    /// <summary>All that a person may set, in the order in which it is told.</summary>
    public static IReadOnlyList<SettingsGroup> All { get; } =
    [
        Of<MultiLLMOptions>(MultiLLMOptions.Section),
        Of<PullOptions>(PullOptions.Section),
        Of<BackendOptions>(BackendOptions.Section),
        Of<AnalyticsOptions>(AnalyticsOptions.Section),
        Of<GatewayOptions>(GatewayOptions.Section),
        Of<AuditOptions>(AuditOptions.Section),
        Of<GovernanceOptions>(GovernanceOptions.Section),
        Of<LimitOptions>(LimitOptions.Section),
        Of<ServerOptions>(ServerOptions.Section),
        Of<ServerLimits>(ServerLimits.Section),
        Of<ConnectionLimits>(ConnectionLimits.Section),
        Of<TlsOptions>(TlsOptions.Section),
    ];

    private static SettingsGroup Of<T>(string section) where T : class, new() =>
        new(section, typeof(T), services => services.GetRequiredService<IOptions<T>>().Value, () => new T());
}
