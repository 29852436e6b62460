using Microsoft.Extensions.Hosting;

namespace MultiLLM.Core.Acquisition;

/// <summary>Stops the downloads as soon as the service begins to stop, so that the requests that wait for them end in time.</summary>
internal sealed class DownloadHost(DownloadLoop downloads) : IHostedLifecycleService
{
    private Task _stopped = Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopped = downloads.StopAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _stopped.WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
