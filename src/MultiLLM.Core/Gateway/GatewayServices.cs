using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Governance;

namespace MultiLLM.Core.Gateway;

public static class GatewayServices
{
    /// <summary>Who may do what with which model, and what is told of it later.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration) => services
        .AddAudit(configuration)
        .AddGovernance(configuration)
        .AddSingleton<ModelAccess>()
        .AddKeys(configuration);
}
