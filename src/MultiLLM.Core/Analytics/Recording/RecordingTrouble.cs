using Microsoft.Extensions.Logging;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Events;

namespace MultiLLM.Core.Analytics.Recording;

internal enum TroubleAnswer
{
    /// <summary>The cause is out of the way.</summary>
    TryAgain,

    /// <summary>It may pass.</summary>
    Wait,

    /// <summary>The same would fail again.</summary>
    GiveUp,
}

/// <summary>Decides what to do about a database in trouble, and says so once for each kind of trouble, and once when it is over.</summary>
internal sealed partial class RecordingTrouble(AnalyticsStore store, IEventLog events, TimeProvider time, ILogger<RecordingTrouble> log)
{
    /// <summary>A database that is damaged again so soon is not helped by another new file.</summary>
    private static readonly TimeSpan BetweenSetAsides = TimeSpan.FromMinutes(1);

    private StoreTrouble? _current;
    private long? _setAsideAt;

    public string? Problem { get; private set; }
    public DateTimeOffset? Since { get; private set; }
    public string? SetAside { get; private set; }

    public TroubleAnswer Meet(Exception error)
    {
        if (store.Dialect.TroubleOf(error) is not { } trouble)
        {
            LogBug(error);
            return TroubleAnswer.GiveUp;
        }
        if (trouble == StoreTrouble.Damaged)
            return Replace(error);
        Say(trouble, error.Message);
        return TroubleAnswer.Wait;
    }

    public void Over()
    {
        if (_current is null)
            return;
        (_current, Problem, Since) = (null, null, null);
        LogOver();
        events.Publish(new SystemEvent { Kind = EventKinds.AnalyticsRecovered, Message = "Requests are recorded again." });
    }

    private TroubleAnswer Replace(Exception error)
    {
        if (_setAsideAt is { } last && time.GetElapsedTime(last) < BetweenSetAsides)
        {
            Say(StoreTrouble.Damaged, error.Message);
            return TroubleAnswer.GiveUp;
        }
        try
        {
            if (store.SetAside(time.GetUtcNow()) is not { } moved)
            {
                Say(StoreTrouble.Damaged, error.Message);
                return TroubleAnswer.GiveUp;
            }
            (SetAside, _setAsideAt) = (moved, time.GetTimestamp());
            LogSetAside(moved, error.Message);
            events.Publish(new SystemEvent
            {
                Kind = EventKinds.AnalyticsSetAside,
                Message = $"The analytics database was damaged ({error.Message}). It lies at {moved} now, and a new one was begun.",
            });
            return TroubleAnswer.TryAgain;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Say(StoreTrouble.Damaged, $"{error.Message}; it cannot be moved away: {refused.Message}");
            return TroubleAnswer.Wait;
        }
    }

    private void Say(StoreTrouble trouble, string details)
    {
        Problem = trouble switch
        {
            StoreTrouble.Locked => $"Somebody else has locked the analytics database: {details}",
            StoreTrouble.Unwritable => $"The analytics database cannot be written: {details}",
            StoreTrouble.Unreachable => $"The analytics database does not answer: {details}",
            StoreTrouble.Newer => $"A newer version of MultiLLM made the analytics database: {details}",
            _ => $"The analytics database is damaged: {details}",
        };
        Since ??= time.GetUtcNow();
        if (_current == trouble)
            return;
        _current = trouble;
        LogTrouble(Problem);
        events.Publish(new SystemEvent { Kind = EventKinds.AnalyticsProblem, Message = Problem });
    }

    [LoggerMessage(LogLevel.Error, "{Problem} Requests are answered; their records wait, and are counted as lost when too many wait.")]
    private partial void LogTrouble(string problem);

    [LoggerMessage(LogLevel.Information, "Requests are recorded again.")]
    private partial void LogOver();

    [LoggerMessage(LogLevel.Error, "The analytics database was damaged and lies at {Path} now; a new one was begun. {Reason}")]
    private partial void LogSetAside(string path, string reason);

    [LoggerMessage(LogLevel.Error, "A batch of records could not be written")]
    private partial void LogBug(Exception exception);
}
