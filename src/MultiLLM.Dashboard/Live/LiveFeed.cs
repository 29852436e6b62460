using Microsoft.Extensions.Logging;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Live;

/// <summary>
/// Follows the service once for all open pages, however many there are, and only while there is one. Pages are told of changes; none asks by itself.
/// </summary>
public sealed partial class LiveFeed : IAsyncDisposable
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

    private readonly MultiLLMClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ServiceLook _look;
    private readonly Audience<LiveView> _pages;
    private readonly Bell _news = new();
    private readonly Lock _gate = new();
    private LiveView _view = LiveView.Nothing;
    private LiveView _told = LiveView.Nothing;
    private DateTimeOffset _toldAt;

    public LiveFeed(MultiLLMClient client, TimeProvider time, ILogger<LiveFeed> logger)
    {
        (_client, _time, _logger) = (client, time, logger);
        _look = new ServiceLook(client, time);
        _pages = new Audience<LiveView>(token => Task.WhenAll(ReadEventsAsync(token), LookAsync(token)), logger);
    }

    public LiveView Current => Volatile.Read(ref _view);

    /// <summary>Calls back with each change until it is disposed. The call comes on any thread and must be quick.</summary>
    public IDisposable Watch(Action<LiveView> changed) => _pages.Watch(changed);

    /// <summary>Looks again at once, for a page that has just changed something.</summary>
    public void Refresh() => _news.Ring();

    public ValueTask DisposeAsync() => _pages.DisposeAsync();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Publish(await _look.AskAsync(Current, cancellationToken));
                if (await _news.WaitAsync(Pace, _time, cancellationToken))
                    await Task.Delay(Pause, _time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (Failures.Include(failure))
            {
                LogLost(failure.Message);
                Publish(Current with { Offline = failure.Message });
                await Quietly(Task.Delay(RetryPause, _time, cancellationToken));
            }
        }
    }

    private async Task ReadEventsAsync(CancellationToken cancellationToken)
    {
        var after = Current.Events is [var newest, ..] ? newest.Id : 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var happened in _client.WatchEventsAsync(after, cancellationToken))
                {
                    if (happened.Id == 0)
                        continue;
                    after = happened.Id;
                    Add(happened);
                    _news.Ring();
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (Failures.Include(failure))
            {
                LogLost(failure.Message);
            }
            await Quietly(Task.Delay(RetryPause, _time, cancellationToken));
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
        lock (_gate)
        {
            // Events have another writer; they stay as they are.
            view = view with { Events = _view.Events };
            Volatile.Write(ref _view, view);
            if (view == _told && _time.GetUtcNow() - _toldAt < Tick)
                return;
            (_told, _toldAt) = (view, _time.GetUtcNow());
        }
        _pages.Tell(view);
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
}
