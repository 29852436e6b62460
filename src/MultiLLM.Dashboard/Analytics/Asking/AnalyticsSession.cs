using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Choosing;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Analytics.Asking;

/// <summary>
/// What one open page shows. It is asked once, again when the page looks at something else, and, where its period ends now, after models were used: the live
/// feed tells of it, and however busy they are it is asked at a bounded pace. Lives in the page's own synchronization context.
/// </summary>
public sealed class AnalyticsSession(MultiLLMClient client, LiveFeed live, TimeProvider time) : IDisposable
{
    public const int PageSize = 25;

    /// <summary>What has just ended is written a moment later.</summary>
    private static readonly TimeSpan Writing = TimeSpan.FromMilliseconds(500);

    /// <summary>The least time between two looks by itself; longer where more has to be read for it.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongPace = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _left = new();
    private AnalyticsView? _view;
    private string _zone = "UTC";
    private int _asked;
    private int _listAsked;

    public Loading<AnalyticsPicture> Picture { get; private set; } = Loading<AnalyticsPicture>.Begun;

    public Loading<RequestPage> Requests { get; private set; } = Loading<RequestPage>.Begun;

    public ModelStandings Standings { get; private set; } = ModelStandings.Unknown;

    /// <summary>When what is shown was asked; null: nothing is here yet.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>Why the latest look brought nothing, though an earlier one did; null: it did bring something.</summary>
    public string? Stale { get; private set; }

    /// <summary>Asks for what differs from what is shown.</summary>
    public async Task ShowAsync(AnalyticsView view, string zone)
    {
        var before = _view;
        (_view, _zone) = (view, zone);
        if (before is null || !view.HasFiguresOf(before))
            await LookAsync(view, afresh: true);
        else if (!view.HasRequestsOf(before))
            await ListAsync(view, view.Span(AskedAt ?? time.GetUtcNow()));
    }

    /// <summary>Asks for everything once more.</summary>
    public Task RefreshAsync() => _view is { } view ? LookAsync(view, afresh: Picture.Value is null) : Task.CompletedTask;

    /// <summary>Looks again after models were used, until the page is left.</summary>
    /// <param name="changed">Called when there is something new to show.</param>
    public async Task FollowAsync(Action changed)
    {
        using var used = new LiveChange<TrafficMark>(live, TrafficMark.Of);
        try
        {
            while (true)
            {
                await used.WaitAsync(_left.Token);
                await Task.Delay(Writing, time, _left.Token);
                if (_view is { IsLive: true })
                {
                    await RefreshAsync();
                    changed();
                }
                await Task.Delay(_view is { Own: null, Period.Length.TotalDays: <= 1 } ? Pace : LongPace, time, _left.Token);
            }
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    public void Dispose()
    {
        if (_left.IsCancellationRequested)
            return;
        _left.Cancel();
        _left.Dispose();
    }

    private async Task LookAsync(AnalyticsView view, bool afresh)
    {
        var asked = ++_asked;
        var now = time.GetUtcNow();
        var span = view.Span(now);
        var token = _left.Token;
        try
        {
            var standings = ModelStandings.AskAsync(client, view, span, token);
            var listing = ListAsync(view, span);
            var picture = await Loading<AnalyticsPicture>.OfAsync(AnalyticsPicture.AskAsync(client, view, span, _zone, token));
            await listing;
            if (asked != _asked)
                return; // the page looks at something else meanwhile
            Stale = afresh ? null : picture.Failure;
            if (afresh || picture.Failure is null)
                (Picture, AskedAt) = (picture, now);
            Standings = await standings;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task ListAsync(AnalyticsView view, AnalyticsSpan span)
    {
        var asked = ++_listAsked;
        try
        {
            var query = view.Query(span, _zone) with { Outcome = view.Outcome };
            var page = await Loading<RequestPage>.OfAsync(client.GetRequestsAsync(query, view.Cursor, PageSize, _left.Token));
            if (asked == _listAsked)
                Requests = page;
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }
    }
}
