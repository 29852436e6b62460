using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys;

namespace MultiLLM.Core.Gateway;

public static class GatewayServices
{
    /// <summary>Who may do what with which model.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<IAuditLog, UnkeptAudit>()
        .AddSingleton<ModelAccess>()
        .AddKeys(configuration);
}
