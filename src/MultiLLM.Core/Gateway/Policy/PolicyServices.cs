using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Governance.Reporting;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Gateway.Policy;

public static class PolicyServices
{
    /// <summary>Puts the content policy around the chat client and the embedding service that are registered so far.</summary>
    public static IServiceCollection AddContentPolicy(this IServiceCollection services) => services
        .AddSingleton<PolicyBook>()
        .AddSingleton<PolicyVoice>()
        .AddSingleton<IPolicyDesk, PolicyDesk>()
        .AddSingleton<IGovernanceSource, PolicyGovernance>()
        .AddSingleton<IHostedService, PolicyWatch>()
        .Wrap<IChatClient>((inner, provider) => new PolicyChatClient(
            inner, provider.GetRequiredService<PolicyBook>(), provider.GetRequiredService<PolicyVoice>(), provider.GetRequiredService<IModelCatalog>()))
        .Wrap<IEmbeddingService>((inner, provider) => new PolicyEmbeddingService(
            inner, provider.GetRequiredService<PolicyBook>(), provider.GetRequiredService<PolicyVoice>(), provider.GetRequiredService<IModelCatalog>()));
}
