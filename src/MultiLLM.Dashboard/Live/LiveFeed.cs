using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Live;

/// <summary>
/// Follows the service once for all open pages, however many there are, and only while there is one. Pages are told of changes; none asks by itself.
/// </summary>
public sealed partial class LiveFeed(MultiLLMClient client, TimeProvider time, ILogger<LiveFeed> logger) : IAsyncDisposable
{
    /// <summary>Figures of memory and processor change without an event.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    /// <summary>Events come in bursts; what they change is asked once for all of them.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    /// <summary>Of the newest events.</summary>
    internal const int KeptEvents = 200;

    /// <summary>So often at least, because "3 min ago" changes though nothing happens, and so does what counts for an hour.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private ImmutableList<Action<LiveView>> _watchers = [];
    private CancellationTokenSource? _following;
    private Task _work = Task.CompletedTask;
    private LiveView _view = LiveView.Nothing;
    private LiveView _told = LiveView.Nothing;
    private DateTimeOffset _toldAt;
    private LiveView _examined = LiveView.Nothing;
    private DateTimeOffset _examinedAt;

    public LiveView Current => Volatile.Read(ref _view);

    /// <summary>Calls back with each change until it is disposed. The call comes on any thread and must be quick.</summary>
    public IDisposable Watch(Action<LiveView> changed)
    {
        lock (_gate)
        {
            _watchers = _watchers.Add(changed);
            if (_following is null)
            {
                _following = new CancellationTokenSource();
                var (before, token) = (_work, _following.Token);
                _work = Task.Run(() => FollowAsync(before, token), CancellationToken.None);
            }
        }
        return new Watching(this, changed);
    }

    /// <summary>Looks again at once, for a page that has just changed something.</summary>
    public void Refresh()
    {
        if (_news.CurrentCount == 0)
            Raise();
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _watchers = [];
            _following?.Cancel();
            _following = null;
        }
        await _work;
        _news.Dispose();
    }

    private void Leave(Action<LiveView> changed)
    {
        lock (_gate)
        {
            _watchers = _watchers.Remove(changed);
            if (_watchers.IsEmpty)
            {
                _following?.Cancel();
                _following = null;
            }
        }
    }

    private async Task FollowAsync(Task before, CancellationToken cancellationToken)
    {
        await before;
        await Task.WhenAll(ReadEventsAsync(cancellationToken), LookAsync(cancellationToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var residency = client.GetResidencyAsync(cancellationToken);
                var resources = await client.GetResourcesAsync(cancellationToken);
                var before = Current;
                var view = before with { Residency = Steady.Of(before.Residency, await residency), Resources = Steady.Of(before.Resources, resources), Offline = null };
                Publish(view with { Health = await ExamineAsync(view, cancellationToken) });
                await WaitForNewsAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is HttpRequestException or MultiLLMApiException or IOException or TimeoutException)
            {
                LogLost(failure.Message);
                Publish(Current with { Offline = failure.Message });
                await Quietly(Task.Delay(RetryPause, time, cancellationToken));
            }
        }
    }

    /// <summary>How the service does: asked again when something happened or was asked of a model, and now and then because an hour passes.</summary>
    private async Task<HealthOverview> ExamineAsync(LiveView view, CancellationToken cancellationToken)
    {
        if (view.Health is { } known && _examined.Events == view.Events && _examined.Residency == view.Residency && time.GetUtcNow() - _examinedAt < Tick)
            return known;
        var health = await client.GetHealthAsync(cancellationToken);
        (_examined, _examinedAt) = (view, time.GetUtcNow());
        return Steady.Of(view.Health, health);
    }

    private async Task WaitForNewsAsync(CancellationToken cancellationToken)
    {
        using var paced = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_news.WaitAsync(paced.Token), Task.Delay(Pace, time, paced.Token));
        await paced.CancelAsync();
        await Task.Delay(Pause, time, cancellationToken);
    }

    private async Task ReadEventsAsync(CancellationToken cancellationToken)
    {
        long after = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var happened in client.WatchEventsAsync(after, cancellationToken))
                {
                    if (happened.Id == 0)
                        continue;
                    after = happened.Id;
                    Add(happened);
                    Raise();
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is HttpRequestException or MultiLLMApiException or IOException or TimeoutException)
            {
                LogLost(failure.Message);
            }
            await Quietly(Task.Delay(RetryPause, time, cancellationToken));
        }
    }

    private void Add(EventInfo happened)
    {
        lock (_gate)
        {
            if (_view.Events.Any(known => known.Id == happened.Id))
                return;
            _view = _view with { Events = [happened, .. _view.Events.Take(KeptEvents - 1)] };
        }
    }

    private void Publish(LiveView view)
    {
        ImmutableList<Action<LiveView>> watchers;
        lock (_gate)
        {
            // Events have another writer; they stay as they are.
            view = view with { Events = _view.Events };
            Volatile.Write(ref _view, view);
            if (view == _told && time.GetUtcNow() - _toldAt < Tick)
                return;
            (_told, _toldAt) = (view, time.GetUtcNow());
            watchers = _watchers;
        }
        foreach (var watcher in watchers)
            watcher(view);
    }

    private void Raise()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody said so already.
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // The loop sees its token.
        }
    }

    [LoggerMessage(LogLevel.Debug, "The dashboard lost sight of the service: {Reason}")]
    private partial void LogLost(string reason);

    private sealed class Watching(LiveFeed feed, Action<LiveView> changed) : IDisposable
    {
        public void Dispose() => feed.Leave(changed);
    }
}
