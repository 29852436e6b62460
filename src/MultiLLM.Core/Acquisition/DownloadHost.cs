using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Acquisition.Transfer;

namespace MultiLLM.Core.Acquisition;

/// <summary>Stops the downloads as soon as the service begins to stop, so that the requests that wait for them end in time.</summary>
internal sealed partial class DownloadHost(DownloadLoop downloads, DownloadFolders folders, ILogger<DownloadHost> log) : IHostedLifecycleService
{
    private Task _stopped = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(folders.Tidy, cancellationToken);
        }
        catch (Exception failure) when (DiskErrors.Of(failure) is { } error)
        {
            LogNotTidied(folders.Root, error.Message);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopped = downloads.StopAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _stopped.WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Folder} cannot be tidied: {Reason}")]
    private partial void LogNotTidied(string folder, string reason);
}
