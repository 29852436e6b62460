using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Gateway.Audit.Files;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Core.Gateway.Audit.Verifying;
using MultiLLM.Core.Gateway.Audit.Writing;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Audit;

internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuditOptions>()
            .Bind(configuration.GetSection(AuditOptions.Section))
            .PostConfigure<IOptions<MultiLLMOptions>>((audit, all) => audit.Folder = Path.GetFullPath(audit.Folder.Length > 0 ? audit.Folder : "audit", all.Value.Home))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        // Hosted services stop in reverse order: this one sees what the others have to say to the last.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => provider.GetRequiredService<AuditWriter>()));
        return services
            .AddSingleton(provider => new AuditFolder(provider.GetRequiredService<IOptions<AuditOptions>>().Value.Folder))
            .AddSingleton(provider => new AuditKeys(AuditKeys.In(provider.GetRequiredService<IOptions<MultiLLMOptions>>().Value.Home)))
            .AddSingleton(provider => new AuditFile(
                provider.GetRequiredService<AuditFolder>(), provider.GetRequiredService<AuditKeys>().Folder,
                provider.GetRequiredService<IOptions<AuditOptions>>().Value, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<AuditQueue>()
            .AddSingleton<IAuditLog>(provider => provider.GetRequiredService<AuditQueue>())
            .AddSingleton<RepeatedActs>()
            .AddSingleton<IHostedService>(provider => provider.GetRequiredService<RepeatedActs>())
            .AddSingleton<AuditTrouble>()
            .AddSingleton<AuditUpkeep>()
            .AddSingleton<AuditWriter>()
            .AddSingleton<HoldBook>()
            .AddSingleton<ILegalHolds>(provider => provider.GetRequiredService<HoldBook>())
            .AddSingleton<IAuditReader, AuditReader>()
            .AddSingleton<IAuditStanding, AuditStanding>()
            .AddSingleton<IHostedService, AuditWatch>();
    }
}
