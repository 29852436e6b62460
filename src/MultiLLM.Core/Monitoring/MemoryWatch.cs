using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hardware;

namespace MultiLLM.Core.Monitoring;

/// <summary>
/// Looks at the machine every few seconds and tells when memory gets scarce. That it looks also means that there is always an earlier look,
/// against which the processor's load is measured.
/// </summary>
internal sealed class MemoryWatch(IHardware hardware, IEventLog events, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pressure = new MemoryPressure();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            if (pressure.Observe(hardware.Read().Memory) is { } news)
                events.Publish(news);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
