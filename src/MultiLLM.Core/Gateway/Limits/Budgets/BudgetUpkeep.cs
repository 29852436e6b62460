using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MultiLLM.Core.Gateway.Limits.Budgets;

/// <summary>Writes what was used, and gives back what is not needed: at intervals, and all of it when the service stops.</summary>
internal sealed partial class BudgetUpkeep(TokenBudgets budgets, IBudgetStore store, IOptions<LimitOptions> options, TimeProvider time, ILogger<BudgetUpkeep> log)
    : BackgroundService
{
    /// <summary>Two months can still be looked at.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(62);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.WriteInterval, time);
        long? swept = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await budgets.WriteAsync(unasked: options.Value.WriteInterval, stoppingToken);
                if (budgets.IsUsed && (swept is not { } last || time.GetElapsedTime(last) >= BetweenSweeps))
                {
                    swept = time.GetTimestamp();
                    await SweepAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the rest follows
        }
    }

    /// <summary>The web server is registered before this and stops after it; what its last requests use stays taken, which counts as used.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await budgets.WriteAsync(unasked: TimeSpan.Zero, cancellationToken);
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var deleted = await store.DeleteAsync(time.GetUtcNow() - Kept, cancellationToken);
        if (!deleted.IsSuccess)
            LogUnswept(deleted.Error.Message);
    }

    [LoggerMessage(LogLevel.Warning, "Budgets of past months could not be deleted: {Reason}")]
    private partial void LogUnswept(string reason);
}
