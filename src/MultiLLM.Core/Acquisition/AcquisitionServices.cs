using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Acquisition.Hub;
using MultiLLM.Core.Acquisition.Store;
using MultiLLM.Core.Acquisition.Transfer;

namespace MultiLLM.Core.Acquisition;

internal static class AcquisitionServices
{
    public static IServiceCollection AddAcquisition(this IServiceCollection services, IConfiguration configuration)
    {
        var configure = new ConfigurePull(configuration);
        services.AddSingleton<IPostConfigureOptions<PullOptions>>(configure);
        services.AddSingleton<IValidateOptions<PullOptions>>(configure);
        services.AddOptions<PullOptions>().Bind(configuration.GetSection(PullOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton(s => new HubCredentials(s.GetRequiredService<IOptions<PullOptions>>(), configuration))
            .AddSingleton<HubConnection>()
            .AddSingleton<HubClient>()
            .AddSingleton(s => new RetryPolicy(s.GetRequiredService<IOptions<PullOptions>>(), Random.Shared.NextDouble))
            .AddSingleton<HeadRoom>()
            .AddSingleton<DownloadFolders>()
            .AddSingleton<StorePaths>()
            .AddSingleton<ImportFiles>()
            .AddSingleton<ModelStore>()
            .AddSingleton<IModelStore>(s => s.GetRequiredService<ModelStore>())
            .AddSingleton<IModelTransfer, ModelTransfer>()
            .AddSingleton<DownloadLoop>()
            .AddSingleton<IDownloads>(s => s.GetRequiredService<DownloadLoop>())
            .AddSingleton<IHostedService, DownloadHost>();
    }
}
