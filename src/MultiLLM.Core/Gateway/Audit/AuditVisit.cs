using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit.Writing;

namespace MultiLLM.Core.Gateway.Audit;

/// <summary>
/// The audit log for a command that does one thing and runs no service. Only one process writes the log at a time, so a command waits for others like it and
/// has the log for as short as it can; a service keeps it for as long as it runs.
/// </summary>
public sealed class AuditVisit
{
    /// <summary>Several commands at once take their turns within it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly AuditWriter _writer;
    private readonly IAuditStanding _standing;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private Error? _problem;

    internal AuditVisit(AuditWriter writer, IAuditStanding standing, IOptions<AuditOptions> options, TimeProvider time) =>
        (_writer, _standing, _options, _time) = (writer, standing, options.Value, time);

    /// <summary>Why nothing may be done: it could not be noted, and the configuration wants all of it noted. Null: go on.</summary>
    public async Task<Error?> BeginAsync()
    {
        if (!_options.Enabled)
            return null;
        _writer.Begin();
        return _options.FailClosed ? _problem = await SignAsync() : null;
    }

    /// <summary>All that was appended is written and signed; else why not.</summary>
    public async Task<Error?> EndAsync()
    {
        if (!_options.Enabled)
            return null;
        _problem ??= await SignAsync();
        await _writer.EndAsync(CancellationToken.None);
        return _problem;
    }

    private async Task<Error?> SignAsync()
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        Error? problem = null;
        try
        {
            while (true)
            {
                var signed = await _standing.CheckpointAsync(patience.Token);
                if (signed.IsSuccess)
                    return null;
                problem = signed.Error;
                await Task.Delay(Pause, _time, patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return problem ?? new Error(ErrorCode.AuditUnavailable, $"The audit log could not be written within {Patience.TotalSeconds:0} s.");
        }
    }
}
