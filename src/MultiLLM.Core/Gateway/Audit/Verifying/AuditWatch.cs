using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Events;

namespace MultiLLM.Core.Gateway.Audit.Verifying;

/// <summary>Checks the log after the start and once a day, and says when something is wrong with it.</summary>
internal sealed partial class AuditWatch(
    IAuditStanding standing, IEventLog events, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditWatch> log) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
            return;
        await Task.Delay(AfterStart, time, stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await CheckAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var found = await standing.VerifyAsync(null, cancellationToken);
        var wrong = found.IsSuccess ? found.Value.Problems.FirstOrDefault() : found.Error.Message;
        if (wrong == _told)
            return;
        _told = wrong;
        if (wrong is null)
            return;
        if (!found.IsSuccess)
        {
            LogUnreadable(wrong); // nobody need have changed it
            events.Publish(new SystemEvent { Kind = EventKinds.AuditProblem, Message = wrong });
            return;
        }
        LogWrong(wrong);
        events.Publish(new SystemEvent { Kind = EventKinds.AuditTampered, Message = $"The audit log is not as it was written: {wrong}" });
    }

    [LoggerMessage(LogLevel.Error, "The audit log could not be checked: {Problem}")]
    private partial void LogUnreadable(string problem);

    [LoggerMessage(LogLevel.Critical, "The audit log is not as it was written: {Problem}")]
    private partial void LogWrong(string problem);
}
