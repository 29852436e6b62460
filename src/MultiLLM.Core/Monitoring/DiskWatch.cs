using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Events;

namespace MultiLLM.Core.Monitoring;

/// <summary>Looks at the models' disk twice a minute and tells when it gets full.</summary>
internal sealed class DiskWatch(ISystemMonitor monitor, IEventLog events, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pressure = new DiskPressure();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            if (pressure.Observe(monitor.Look().Store) is { } news)
                events.Publish(news);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
