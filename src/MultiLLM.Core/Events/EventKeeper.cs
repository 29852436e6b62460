using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Events;

/// <summary>
/// Keeps the last events in <c>MULTILLM_HOME/events.ndjson</c>, as a reader of the log like any other: read when the service starts, added to a moment after
/// something happened. Trouble with the file is said once and stops nothing.
/// </summary>
internal sealed partial class EventKeeper(EventLog log, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<EventKeeper> logger) : BackgroundService
{
    public const string FileName = "events.ndjson";

    /// <summary>Events that come close together are written together: what a kill loses at most.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);
    private const int MostLines = 4 * EventLog.Capacity;

    private long _written;
    private int _lines = MostLines; // the first write begins the file anew
    private bool _failed;

    private string FilePath => Path.Combine(options.Value.Home, FileName);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Guarded(() => log.Restore(EventFile.Read(FilePath)));
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await log.WaitAfterAsync(_written, stoppingToken);
                await Task.Delay(Gathering, time, stoppingToken);
                Write();
            }
        }
        catch (OperationCanceledException)
        {
            Write(); // the service stops
        }
    }

    private void Write()
    {
        var page = log.ReadAfter(_written);
        var news = page.Events.Where(happened => happened.Kind != EventKinds.LoadProgress).ToList();
        Guarded(() =>
        {
            if (_lines + news.Count > MostLines)
            {
                var all = log.ReadAfter(0).Events.Where(happened => happened.Kind != EventKinds.LoadProgress).ToList();
                EventFile.Replace(FilePath, all);
                _lines = all.Count;
            }
            else if (news.Count > 0)
            {
                EventFile.Append(FilePath, news);
                _lines += news.Count;
            }
        });
        _written = page.LastId;
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
            _failed = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_failed)
                LogTrouble(FilePath, error.Message);
            (_failed, _lines) = (true, MostLines); // what is missing in the file is made up for by the next that succeeds
        }
    }

    [LoggerMessage(LogLevel.Warning, "Events cannot be kept in {Path}: {Reason}. They are shown until the service stops")]
    private partial void LogTrouble(string path, string reason);
}
