using Microsoft.Extensions.Logging;
using MultiLLM.Core.Events;

namespace MultiLLM.Core.Gateway.Audit.Writing;

/// <summary>What keeps the log from being written: said once when it begins and once when it is over.</summary>
internal sealed partial class AuditTrouble(IEventLog events, TimeProvider time, ILogger<AuditTrouble> log)
{
    private volatile Standing? _now;

    /// <summary>One sentence; null: there is none.</summary>
    public string? Problem => _now?.Problem;

    public DateTimeOffset? Since => _now?.Since;

    public void Meet(string reason)
    {
        var before = _now;
        var why = reason.TrimEnd('.');
        _now = new Standing($"The audit log cannot be written: {why}.", before?.Since ?? time.GetUtcNow());
        if (before is not null)
            return;
        LogTrouble(why);
        events.Publish(new SystemEvent { Kind = EventKinds.AuditProblem, Message = _now.Problem });
    }

    public void Over()
    {
        if (_now is not { } before)
            return;
        _now = null;
        LogOver();
        events.Publish(new SystemEvent
        {
            Kind = EventKinds.AuditRecovered,
            Message = "The audit log is written again.",
            Seconds = (time.GetUtcNow() - before.Since).TotalSeconds,
        });
    }

    private sealed record Standing(string Problem, DateTimeOffset Since);

    [LoggerMessage(LogLevel.Error, "The audit log cannot be written: {Reason}. Entries wait meanwhile")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(LogLevel.Information, "The audit log is written again")]
    private partial void LogOver();
}
