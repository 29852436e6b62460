using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Hosting;

/// <summary>
/// Starts and stops the model side with the service. New requests are refused as soon as the service begins to stop, so that the web server,
/// which waits for its requests, is done in time.
/// </summary>
internal sealed class ModelHost(IModelCatalog catalog, SpareRunnerPool spares, ResidencyLoop residency, Preloader preloader) : IHostedLifecycleService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        spares.Start();
        await catalog.RefreshAsync(cancellationToken);
        preloader.Start();
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        residency.BeginStop();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await preloader.StopAsync();
        await residency.StopAsync(cancellationToken);
        await spares.DisposeAsync();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
