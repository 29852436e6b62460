using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Acquisition.Transfer;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;

namespace MultiLLM.Core.Acquisition;

/// <summary>
/// Owner of the downloads. What happens comes in through one channel and is handled by one reader, which asks the <see cref="DownloadQueue"/>;
/// transfers run outside and come back as events.
/// </summary>
internal sealed partial class DownloadLoop : IDownloads, IDownloadEffects, IAsyncDisposable
{
    private static readonly TimeSpan ShowInterval = TimeSpan.FromMilliseconds(500);

    private readonly Channel<Action> _events = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly IModelTransfer _transfer;
    private readonly IModelCatalog _catalog;
    private readonly IEventLog _happenings;
    private readonly TimeProvider _time;
    private readonly ILogger<DownloadLoop> _log;
    private readonly DownloadQueue _queue;
    private readonly Dictionary<string, RunningDownload> _running = [];
    private readonly Dictionary<long, DownloadWatch> _watches = [];
    private readonly Dictionary<long, TaskCompletionSource<bool>> _cancellers = [];
    private readonly ITimer _timer;
    private readonly Task _reading;
    private long _lastId;
    private bool _ticking;
    private volatile IReadOnlyList<DownloadStatus> _current = [];

    public DownloadLoop(IModelTransfer transfer, IModelCatalog catalog, IEventLog happenings, IOptions<PullOptions> options, TimeProvider time, ILogger<DownloadLoop> log)
    {
        (_transfer, _catalog, _happenings, _time, _log) = (transfer, catalog, happenings, time, log);
        _queue = new DownloadQueue(options.Value.MaxConcurrent, options.Value.MaxQueued, this);
        _timer = time.CreateTimer(_ => Post(Show), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reading = Task.Run(ReadAsync);
    }

    public async ValueTask<IReadOnlyList<DownloadStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var current = _current;
        var stopped = await Task.Run(_transfer.Stopped, cancellationToken);
        return [.. current.Concat(stopped.Where(status => current.All(c => c.Id != status.Id))).OrderBy(status => status.Id, StringComparer.Ordinal)];
    }

    public async ValueTask<Result<IDownloadWatch>> PullAsync(PullOrder order, CancellationToken cancellationToken)
    {
        var plan = PullSources.Plan(order, await _catalog.RefreshAsync(cancellationToken));
        if (!plan.IsSuccess)
            return plan.Error;
        var watch = new DownloadWatch(Interlocked.Increment(ref _lastId), id => Post(() => Leave(id)));
        var posted = Post(() =>
        {
            _watches.Add(watch.Id, watch);
            _queue.Join(watch.Id, plan.Value);
        });
        if (!posted)
            return new Error(ErrorCode.ShuttingDown, "The service is shutting down.");
        return watch;
    }

    public async ValueTask<Result<bool>> CancelAsync(string id, bool discard, CancellationToken cancellationToken)
    {
        // The id becomes the name of a folder that is deleted.
        if (StoreNames.ProblemOfId(id) is { } problem)
            return new Error(ErrorCode.InvalidRequest, $"id {problem}.", "id");
        var asker = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = Post(() =>
        {
            _cancellers.Add(asker, answer);
            _queue.Cancel(asker, id, discard);
        });
        if (posted && await answer.Task.WaitAsync(cancellationToken))
            return true;
        return new Error(ErrorCode.PullNotFound, $"No download of \"{id}\" {(discard ? "is under way or has left anything" : "is under way")}.", "id");
    }

    /// <summary>Tells everybody, stops what runs and waits until it has stopped; what was fetched is safe on disk then.</summary>
    public async Task StopAsync()
    {
        Post(_queue.Stop);
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _timer.DisposeAsync();
    }

    void IDownloadEffects.Start(PullPlan plan)
    {
        LogStarting(plan.Id, plan.SourceText);
        _happenings.Publish(new SystemEvent { Kind = EventKinds.PullStarted, ModelId = plan.Id, Message = $"Fetching {plan.Id} from {plan.SourceText}." });
        var running = new RunningDownload(_time);
        _running.Add(plan.Id, running);
        _ = RunAsync();

        async Task RunAsync()
        {
            Result<PullOutcome> outcome;
            try
            {
                outcome = await Task.Run(() => _transfer.RunAsync(plan, running.Meter, running.Stopping));
            }
            catch (OperationCanceledException) when (running.Stopping.IsCancellationRequested)
            {
                outcome = new Error(ErrorCode.PullCancelled, $"The download of \"{plan.Id}\" was stopped.");
            }
            catch (Exception bug)
            {
                LogBroken(plan.Id, bug);
                outcome = new Error(ErrorCode.Internal, "Something went wrong inside the service. Its log tells more.");
            }
            Post(() => Ended(plan, outcome));
        }
    }

    void IDownloadEffects.Stop(string id) => _running[id].Stop();

    void IDownloadEffects.Discard(string id)
    {
        _ = DiscardAsync();

        async Task DiscardAsync()
        {
            var found = await Task.Run(() => _transfer.Discard(id));
            Post(() => _queue.Discarded(id, found));
        }
    }

    void IDownloadEffects.Tell(long watcher, Result<PullOutcome> outcome)
    {
        if (_watches.Remove(watcher, out var watch))
            watch.End(outcome);
    }

    void IDownloadEffects.AnswerCancel(long asker, bool found)
    {
        if (_cancellers.Remove(asker, out var answer))
            answer.TrySetResult(found);
    }

    private bool Post(Action happened) => _events.Writer.TryWrite(happened);

    private void Leave(long watcher)
    {
        if (_watches.Remove(watcher))
            _queue.Leave(watcher);
    }

    private void Ended(PullPlan plan, Result<PullOutcome> outcome)
    {
        if (_running.Remove(plan.Id, out var running))
            running.Dispose();
        var fetched = running?.Meter.BytesFetched ?? 0;
        if (outcome.IsSuccess)
            LogDone(plan.Id, fetched);
        else
            LogEnded(plan.Id, outcome.Error.Message);
        var message = outcome.IsSuccess ? $"{plan.Id} is here and verified." : outcome.Error.Message;
        _happenings.Publish(new SystemEvent { Kind = EventKinds.PullEnded, ModelId = plan.Id, Bytes = fetched, Message = message });
        _queue.Ended(plan.Id, outcome);
    }

    private async Task ReadAsync()
    {
        try
        {
            while (!_queue.IsStopped && await _events.Reader.WaitToReadAsync())
                HandleWhatHappened();
            _events.Writer.TryComplete();
            HandleWhatHappened(); // who came too late is told
        }
        catch (Exception bug)
        {
            LogOwnerBroken(bug);
            Abandon();
        }
    }

    /// <summary>After a bug: nobody is left waiting for an owner that is gone.</summary>
    private void Abandon()
    {
        _events.Writer.TryComplete();
        foreach (var running in _running.Values)
            running.Stop();
        foreach (var watch in _watches.Values)
            watch.End(new Error(ErrorCode.Internal, "The owner of the downloads failed; restart the service."));
        foreach (var answer in _cancellers.Values)
            answer.TrySetResult(false);
    }

    private void HandleWhatHappened()
    {
        while (_events.Reader.TryRead(out var happened))
            happened();
        _current = [.. _queue.Downloads.Where(download => download.Plan is not null).Select(StatusOf)];
        SetTimer();
    }

    private void SetTimer()
    {
        if (_ticking == _queue.Downloads.Count > 0)
            return;
        _ticking = !_ticking;
        var interval = _ticking ? ShowInterval : Timeout.InfiniteTimeSpan;
        _timer.Change(interval, interval);
    }

    // Readings of the meters make the rate, so this runs at an even pace.
    private void Show()
    {
        foreach (var running in _running.Values)
            running.Read();
        foreach (var download in _queue.Downloads.Where(download => download.Watchers.Count > 0))
        {
            var status = StatusOf(download);
            foreach (var watcher in download.Watchers)
                _watches[watcher].Show(status);
        }
    }

    private DownloadStatus StatusOf(Download download) => _running.TryGetValue(download.Id, out var running)
        ? running.Status(download)
        : new DownloadStatus { Id = download.Id, Source = download.Plan!.SourceText, State = DownloadState.Queued };

    [LoggerMessage(LogLevel.Information, "Fetching {Model} from {Source}")]
    private partial void LogStarting(string model, string source);

    [LoggerMessage(LogLevel.Information, "{Model} is here; {Bytes} bytes were fetched")]
    private partial void LogDone(string model, long bytes);

    [LoggerMessage(LogLevel.Warning, "{Model} was not fetched: {Reason}")]
    private partial void LogEnded(string model, string reason);

    [LoggerMessage(LogLevel.Error, "Fetching {Model} failed")]
    private partial void LogBroken(string model, Exception bug);

    [LoggerMessage(LogLevel.Critical, "The owner of the downloads failed")]
    private partial void LogOwnerBroken(Exception bug);
}
