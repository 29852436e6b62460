using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Analytics.Held;

/// <summary>Looks at the models in memory every few seconds, and writes what they cost every minute and at the end.</summary>
internal sealed partial class HeldWatch(
    IResidency residency, AnalyticsStore store, IOptions<AnalyticsOptions> options, TimeProvider time, ILogger<HeldWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private const int LooksPerWrite = 12;

    private readonly HeldMeter _meter = new();
    private long _last = time.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
            return;
        try
        {
            for (var looks = 1; ; looks++)
            {
                await Task.Delay(Interval, time, stoppingToken);
                Look();
                if (looks % LooksPerWrite == 0)
                    await WriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Look();
            await WriteAsync(CancellationToken.None);
        }
    }

    private void Look()
    {
        _meter.Add(residency.Snapshot, time.GetElapsedTime(_last), time.GetUtcNow());
        _last = time.GetTimestamp();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var held = _meter.Take();
        if (held.Count == 0)
            return;
        try
        {
            await store.AddHeldAsync(held, cancellationToken);
        }
        catch (Exception error) when (store.Dialect.TroubleOf(error) is not null)
        {
            _meter.PutBack(held);
            LogPutOff(error.Message); // the writer of records meets the same trouble, and says so
        }
    }

    [LoggerMessage(LogLevel.Debug, "What models in memory cost is written later: {Reason}")]
    private partial void LogPutOff(string reason);
}
