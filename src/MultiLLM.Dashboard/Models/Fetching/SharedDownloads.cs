using Microsoft.Extensions.Logging;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Models.Fetching;

/// <summary>
/// Fetches models for all pages, each in the name of whoever began it. A download ends when the last of those who wait for it leaves, and a page may be left at any time: therefore it is
/// this that waits. It also knows the downloads that others began.
/// </summary>
public sealed class SharedDownloads : IAsyncDisposable
{
    /// <summary>How often others' downloads are looked at while a page shows them.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly MultiLLMClient _client;
    private readonly LiveFeed _live;
    private readonly TimeProvider _time;
    private readonly Audience<DownloadsView> _pages;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, Task> _own = [];
    private DownloadsView _view = DownloadsView.Nothing;

    public SharedDownloads(MultiLLMClient client, LiveFeed live, TimeProvider time, ILogger<SharedDownloads> logger)
    {
        (_client, _live, _time) = (client, live, time);
        _pages = new Audience<DownloadsView>(FollowAsync, logger);
    }

    public DownloadsView Current => Volatile.Read(ref _view);

    /// <summary>Calls back with each change until it is disposed. The call comes on any thread and must be quick.</summary>
    public IDisposable Watch(Action<DownloadsView> changed) => _pages.Watch(changed);

    /// <summary>Begins, or goes on with what was stopped. Nothing happens where this one is under way from here already.</summary>
    /// <param name="request">What to fetch.</param>
    /// <param name="by">Of the person who wants it.</param>
    public void Start(PullRequest request, MultiLLMClient by)
    {
        // A file of the hub gets its id from the service; until that is told its source stands for it.
        var id = request.As ?? request.ModelId;
        lock (_gate)
        {
            if (_own.ContainsKey(id))
                return;
            _own.Add(id, Task.Run(() => FetchAsync(id, request, by), CancellationToken.None));
        }
        Change(view => view.Find(id) is { } known && DownloadsView.IsUnderWay(known)
            ? view : view.With(new PullStatus { Id = id, Source = request.ModelId, State = "queued", BytesDone = view.Find(id)?.BytesDone ?? 0 }));
    }

    /// <summary>Stops a download for everybody who waits for it.</summary>
    /// <param name="id">The model's.</param>
    /// <param name="discard">Delete what was fetched, too.</param>
    /// <param name="by">Of the person who wants it.</param>
    /// <returns>What went wrong; null: nothing.</returns>
    public async Task<string?> StopAsync(string id, bool discard, MultiLLMClient by)
    {
        var answer = await Loading<PullList>.OfAsync(by.CancelPullAsync(id, discard));
        if (answer.Value is { } list)
            Take(list);
        return answer.Failure;
    }

    public void Dismiss(string id) => Change(view => view.WithoutFailed(id));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _pages.DisposeAsync();
        Task[] own;
        lock (_gate)
            own = [.. _own.Values];
        await Task.WhenAll(own);
        _end.Dispose();
    }

    private async Task FetchAsync(string startedAs, PullRequest request, MultiLLMClient by)
    {
        var id = startedAs;
        string? failure = null;
        try
        {
            await foreach (var news in by.PullModelAsync(request, _end.Token))
            {
                if (news.Progress is not { } progress)
                    continue;
                var before = id;
                id = progress.Id;
                Change(view => (before == id ? view : view.Without(before)).With(progress));
            }
        }
        catch (MultiLLMApiException stopped) when (stopped.Code == "pull_cancelled")
        {
            // Somebody stopped it, and the list says what is left.
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The service stops.
        }
        catch (Exception broken) when (Failures.Include(broken))
        {
            failure = Failures.Told(broken);
        }
        lock (_gate)
            _own.Remove(startedAs);
        if (failure is not null)
            Change(view => view.Without(id).WithFailed(new(request, id, failure)));
        // What was stopped stays in its place meanwhile, and the focus with it.
        if (!await LookAsync(_end.Token))
            Change(view => view.Without(id));
        _live.Refresh();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var pulls = new LiveChange<long>(_live, EventMark.Pulls);
        while (true)
        {
            await LookAsync(cancellationToken);
            await pulls.WaitAsync(OthersAreAtIt() ? Pace : Timeout.InfiniteTimeSpan, _time, cancellationToken);
        }

        bool OthersAreAtIt()
        {
            lock (_gate)
                return _view.All.Any(status => DownloadsView.IsUnderWay(status) && !_own.ContainsKey(status.Id));
        }
    }

    /// <returns>Whether the service answered.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            Take(await _client.ListPullsAsync(cancellationToken));
            return true;
        }
        catch (Exception failure) when (Failures.Include(failure))
        {
            // The layout tells that the service is away; the next event brings another look.
            await Task.Delay(Pace, _time, cancellationToken);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The service stops.
        }
        return false;
    }

    /// <summary>The service's list is right, but for those that it has not begun yet.</summary>
    private void Take(PullList list) => Change(view =>
    {
        var begun = list.Downloads.Select(status => status.Id).ToHashSet(StringComparer.Ordinal);
        return view with { All = [.. list.Downloads, .. view.All.Where(status => !begun.Contains(status.Id) && _own.ContainsKey(status.Id))] };
    });

    private void Change(Func<DownloadsView, DownloadsView> change)
    {
        DownloadsView view;
        lock (_gate)
        {
            view = change(_view);
            Volatile.Write(ref _view, view);
        }
        _pages.Tell(view);
    }
}
