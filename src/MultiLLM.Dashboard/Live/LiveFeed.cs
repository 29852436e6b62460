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

    /// <summary>So often at least, because "3 min ago" changes though nothing happens.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly ServiceLook _look = new(client, time);
    private ImmutableList<Watching> _watchers = [];
    private CancellationTokenSource? _following;
    private Task _work = Task.CompletedTask;
    private LiveView _view = LiveView.Nothing;
    private LiveView _told = LiveView.Nothing;
    private DateTimeOffset _toldAt;
    private bool _disposed;

    public LiveView Current => Volatile.Read(ref _view);

    /// <summary>Calls back with each change until it is disposed. The call comes on any thread and must be quick.</summary>
    public IDisposable Watch(Action<LiveView> changed)
    {
        var watching = new Watching(this, changed);
        lock (_gate)
        {
            if (_disposed)
                return watching;
            _watchers = _watchers.Add(watching);
            if (_following is null)
            {
                _following = new CancellationTokenSource();
                var (before, token) = (_work, _following.Token);
                _work = Task.Run(() => FollowAsync(before, token), CancellationToken.None);
            }
        }
        return watching;
    }

    /// <summary>Looks again at once, for a page that has just changed something.</summary>
    public void Refresh() => Raise();

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            _watchers = [];
            _following?.Cancel();
            _following = null;
        }
        await _work;
        _news.Dispose();
    }

    private void Leave(Watching watching)
    {
        lock (_gate)
        {
            _watchers = _watchers.Remove(watching);
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
                Publish(await _look.AskAsync(Current, cancellationToken));
                await WaitForNewsAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (IsLoss(failure))
            {
                LogLost(failure.Message);
                Publish(Current with { Offline = failure.Message });
                await Quietly(Task.Delay(RetryPause, time, cancellationToken));
            }
        }
    }

    private async Task WaitForNewsAsync(CancellationToken cancellationToken)
    {
        using var paced = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var news = _news.WaitAsync(paced.Token);
        var first = await Task.WhenAny(news, Task.Delay(Pace, time, paced.Token));
        await paced.CancelAsync();
        if (first == news)
            await Task.Delay(Pause, time, cancellationToken);
    }

    private async Task ReadEventsAsync(CancellationToken cancellationToken)
    {
        var after = Current.Events is [var newest, ..] ? newest.Id : 0;
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
            catch (Exception failure) when (IsLoss(failure))
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
        ImmutableList<Watching> watchers;
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
            Tell(watcher, view);
    }

    /// <summary>A page that breaks takes no other with it.</summary>
    private void Tell(Watching watcher, LiveView view)
    {
        try
        {
            watcher.Changed(view);
        }
        catch (Exception broken)
        {
            LogBroken(broken);
        }
    }

    private void Raise()
    {
        try
        {
            _news.Release();
        }
        catch (Exception told) when (told is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody said so already, or nobody will look any more.
        }
    }

    private static bool IsLoss(Exception failure) => failure is HttpRequestException or MultiLLMApiException or IOException or TimeoutException;

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

    [LoggerMessage(LogLevel.Error, "A page of the dashboard could not be told of a change")]
    private partial void LogBroken(Exception error);

    private sealed class Watching(LiveFeed feed, Action<LiveView> changed) : IDisposable
    {
        public Action<LiveView> Changed => changed;

        public void Dispose() => feed.Leave(this);
    }
}
