using System.Diagnostics.Tracing;

namespace MultiLLM.Server.Telemetry;

/// <summary>
/// The exporter drops what a collector does not take and tells only its own event source. This says so in the log: once when it begins to fail, then
/// every few minutes as long as it does.
/// </summary>
internal sealed partial class ExportWatch(TimeProvider time, ILogger<ExportWatch> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private Listener? _listener;
    private long _toldAt;
    private long _since;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new Listener(Failed);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener?.Dispose();

    private void Failed(string what)
    {
        long failures;
        lock (_gate)
        {
            _since++;
            if (_toldAt != 0 && time.GetElapsedTime(_toldAt) < Pause)
                return;
            (_toldAt, failures, _since) = (time.GetTimestamp(), _since, 0);
        }
        LogFailed(failures, what);
    }

    [LoggerMessage(LogLevel.Warning, "Telemetry could not be exported ({Failures} failures since this was said last): {What}")]
    private partial void LogFailed(long failures, string what);

    private sealed class Listener(Action<string> failed) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource source)
        {
            if (source.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
                EnableEvents(source, EventLevel.Warning);
        }

        protected override void OnEventWritten(EventWrittenEventArgs written)
        {
            // Event sources that exist already are announced while the base class is constructed, before our field is set.
            if (written.EventName is { } name && name.Contains("Fail", StringComparison.OrdinalIgnoreCase))
                failed?.Invoke(string.Join(' ', (written.Payload ?? []).Prepend(name)));
        }
    }
}
