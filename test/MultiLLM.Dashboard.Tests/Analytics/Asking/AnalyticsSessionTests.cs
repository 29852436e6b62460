using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Asking;
using MultiLLM.Dashboard.Analytics.Choosing;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Analytics.Asking;

public sealed class AnalyticsSessionTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 14, 0, 0, TimeSpan.Zero);

    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new(s_now);
    private readonly LiveFeed _live;
    private readonly AnalyticsSession _session;

    public AnalyticsSessionTests()
    {
        var client = _api.Client();
        _live = new LiveFeed(client, _time, NullLogger<LiveFeed>.Instance);
        _session = new AnalyticsSession(client, _live, _time);
        _api.On("GET /system/resources", JsonSerializer.Serialize(Samples.Resources, ApiJsonContext.Default.ResourcesReport));
        _api.On("GET /health", JsonSerializer.Serialize(Samples.Health(), ApiJsonContext.Default.HealthOverview));
        Use(s_now);
    }

    private int Looks => _api.Asked.Count(asked => asked.StartsWith("GET /analytics/requests", StringComparison.Ordinal));

    [Fact]
    public async Task Show_OtherPageOfTheList_AsksForTheListOnly()
    {
        await _session.ShowAsync(new AnalyticsView(), "UTC");
        _api.Asked.Clear();

        await _session.ShowAsync(new AnalyticsView { Cursor = "7" }, "UTC");
        await _session.ShowAsync(new AnalyticsView { Cursor = "7", Request = "req-1", Order = "name" }, "UTC");

        Assert.Contains("cursor=7", Assert.Single(_api.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_ModelsAreUsedAllTheTime_LooksAtABoundedPace()
    {
        await _session.ShowAsync(new AnalyticsView(), "UTC");
        var following = Task.Run(() => _session.FollowAsync(() => { }));

        await PlayUntilAsync(() => Looks == 4);

        // Three looks by itself: ten seconds lie between two of them.
        Assert.True(_time.GetUtcNow() - s_now >= TimeSpan.FromSeconds(20));
        _session.Dispose();
        await following.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Follow_PeriodThatIsOver_DoesNotLookAgain()
    {
        await _session.ShowAsync(new AnalyticsView { Own = new OwnRange(s_now.AddDays(-2), s_now.AddDays(-1)) }, "UTC");
        var following = Task.Run(() => _session.FollowAsync(() => { }));

        await PlayUntilAsync(() => _time.GetUtcNow() - s_now > TimeSpan.FromMinutes(10));

        Assert.Equal(1, Looks);
        _session.Dispose();
        await following.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _live.DisposeAsync();
    }

    /// <summary>Models are used, and time passes, a fifth of a second at a time.</summary>
    private async Task PlayUntilAsync(Func<bool> reached)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!reached() && TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(20))
        {
            Use(_time.GetUtcNow());
            _live.Refresh();
            _time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }
        Assert.True(reached());
    }

    private void Use(DateTimeOffset last) => _api.On(
        "GET /system/residency", JsonSerializer.Serialize(Samples.Residency(Samples.Ready("a") with { LastUsedAt = last }), ApiJsonContext.Default.ResidencyReport));
}
