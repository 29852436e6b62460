using Microsoft.Extensions.Hosting;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>Looks every second whether the policy's file changed; looking at its time and size costs nothing, and works on every file system.</summary>
internal sealed class PolicyWatch(PolicyBook book, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Every, time, stoppingToken);
                book.Refresh();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the service stops
        }
    }
}
