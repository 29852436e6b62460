using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition;

/// <summary>
/// Decides which downloads run, in the order they were asked for. Pure: events come in as calls, what is to be done goes out as effects.
/// Every watcher is told exactly once how it ended, unless it left before; a download that nobody watches any more stops.
/// </summary>
internal sealed class DownloadQueue(int maxRunning, int maxQueued, IDownloadEffects effects)
{
    private readonly List<Download> _downloads = [];
    private bool _stopping;

    public IReadOnlyList<Download> Downloads => _downloads;

    /// <summary>Nothing runs any more, and nothing will.</summary>
    public bool IsStopped => _stopping && _downloads.Count == 0;

    public void Join(long watcher, PullPlan plan)
    {
        if (_stopping)
        {
            effects.Tell(watcher, ShuttingDown());
            return;
        }
        var download = Find(plan.Id);
        if (download is { Phase: DownloadPhase.Queued or DownloadPhase.Running } && !download.Plan!.HasSameSource(plan))
        {
            effects.Tell(watcher, new Error(
                ErrorCode.ModelBusy, $"\"{plan.Id}\" is being fetched from {download.Plan.SourceText}; cancel that first, or choose another id.", "model"));
            return;
        }
        if (download is null)
        {
            if (_downloads.Count(d => d.Phase == DownloadPhase.Queued) >= maxQueued && RunningCount >= maxRunning)
            {
                effects.Tell(watcher, new Error(
                    ErrorCode.QueueFull, $"{RunningCount} models are being fetched and {maxQueued} wait; try again later.", RetryAfter: TimeSpan.FromSeconds(30)));
                return;
            }
            _downloads.Add(download = new Download(plan.Id));
        }
        if (download.Plan is null || download.Phase is DownloadPhase.Stopping or DownloadPhase.Discarding)
            download.Plan = plan;
        download.Watchers.Add(watcher);
        StartNext();
    }

    /// <summary>It does not want to be told any more.</summary>
    public void Leave(long watcher)
    {
        if (_downloads.Find(d => d.Watchers.Remove(watcher)) is not { Watchers.Count: 0 } abandoned)
            return;
        if (abandoned.Phase == DownloadPhase.Queued)
            _downloads.Remove(abandoned);
        else if (abandoned.Phase == DownloadPhase.Running)
            StopRunning(abandoned);
    }

    public void Cancel(long asker, string id, bool discard)
    {
        var download = Find(id);
        if (download is null && (_stopping || !discard))
        {
            effects.AnswerCancel(asker, found: false);
            return;
        }
        if (download is null)
        {
            _downloads.Add(download = new Download(id));
            download.Cancellers.Add(asker);
            StartDiscarding(download);
            return;
        }
        TellAll(download, new Error(ErrorCode.PullCancelled, $"The download of \"{id}\" was cancelled."));
        download.Cancellers.Add(asker);
        download.Discard |= discard;
        if (download.Phase == DownloadPhase.Running)
            StopRunning(download);
        else if (download.Phase == DownloadPhase.Queued)
            Conclude(download);
    }

    /// <summary>What was started has ended, by itself or because it was told to.</summary>
    public void Ended(string id, Result<PullOutcome> outcome)
    {
        var download = Find(id) ?? throw new InvalidOperationException($"The download of {id} ended twice.");
        if (download.Phase == DownloadPhase.Running)
            TellAll(download, outcome);
        Conclude(download);
    }

    /// <param name="id">What was to be discarded.</param>
    /// <param name="found">Something was there.</param>
    public void Discarded(string id, bool found)
    {
        var download = Find(id) ?? throw new InvalidOperationException($"{id} was discarded twice.");
        download.Discard = false;
        AnswerCancellers(download, found || download.Plan is not null);
        RunAgainOrRemove(download);
    }

    /// <summary>From now on nothing is started; what runs is stopped, and everybody is told.</summary>
    public void Stop()
    {
        _stopping = true;
        foreach (var download in _downloads.ToArray())
        {
            TellAll(download, ShuttingDown());
            if (download.Phase == DownloadPhase.Queued)
                _downloads.Remove(download);
            else if (download.Phase == DownloadPhase.Running)
                StopRunning(download);
        }
    }

    private int RunningCount => _downloads.Count(d => d.Phase != DownloadPhase.Queued);

    private static Error ShuttingDown() => new(ErrorCode.ShuttingDown, "The service is shutting down.", RetryAfter: TimeSpan.FromSeconds(5));

    private Download? Find(string id) => _downloads.Find(d => d.Id == id);

    private void StopRunning(Download download)
    {
        download.Phase = DownloadPhase.Stopping;
        effects.Stop(download.Id);
    }

    private void Conclude(Download download)
    {
        if (download.Discard)
        {
            StartDiscarding(download);
            return;
        }
        AnswerCancellers(download, found: true);
        RunAgainOrRemove(download);
    }

    private void StartDiscarding(Download download)
    {
        download.Phase = DownloadPhase.Discarding;
        effects.Discard(download.Id);
    }

    private void AnswerCancellers(Download download, bool found)
    {
        foreach (var asker in download.Cancellers)
            effects.AnswerCancel(asker, found);
        download.Cancellers.Clear();
    }

    // Who came while it was stopping wants it started again.
    private void RunAgainOrRemove(Download download)
    {
        _downloads.Remove(download);
        if (download.Watchers.Count > 0)
        {
            download.Phase = DownloadPhase.Queued;
            _downloads.Add(download);
        }
        StartNext();
    }

    private void StartNext()
    {
        while (!_stopping && RunningCount < maxRunning && _downloads.Find(d => d.Phase == DownloadPhase.Queued) is { } next)
        {
            next.Phase = DownloadPhase.Running;
            effects.Start(next.Plan!);
        }
    }

    private void TellAll(Download download, Result<PullOutcome> outcome)
    {
        foreach (var watcher in download.Watchers)
            effects.Tell(watcher, outcome);
        download.Watchers.Clear();
    }
}
