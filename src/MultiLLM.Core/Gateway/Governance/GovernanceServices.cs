using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Gateway.Governance.Approvals;
using MultiLLM.Core.Gateway.Governance.Digests;
using MultiLLM.Core.Gateway.Governance.Reporting;

namespace MultiLLM.Core.Gateway.Governance;

internal static class GovernanceServices
{
    public static IServiceCollection AddGovernance(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GovernanceOptions>().Bind(configuration.GetSection(GovernanceOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<DigestBook>()
            .AddSingleton<IModelDigests>(provider => provider.GetRequiredService<DigestBook>())
            .AddSingleton<IHostedService, DigestWatch>()
            .AddSingleton<IApprovals, ApprovalBook>()
            .AddSingleton<IModelRule, ApprovalRule>()
            .AddSingleton<RefusalNotes>()
            .AddSingleton<GovernedSettings>()
            .AddSingleton<IGovernanceReports, GovernanceReports>();
    }
}
