using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hardware.Memory;

namespace MultiLLM.Core.Monitoring;

/// <summary>Looks at main memory every few seconds and tells when it gets scarce.</summary>
internal sealed class MemoryWatch(IMemoryProbe memory, IEventLog events, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pressure = new MemoryPressure();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            if (pressure.Observe(memory.Read()) is { } news)
                events.Publish(news);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
