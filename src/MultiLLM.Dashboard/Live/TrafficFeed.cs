using Microsoft.Extensions.Logging;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Live;

/// <summary>
/// Keeps the figures of lately for all open pages together. It asks again after models were used, seen by the live feed, and when a new bucket begins;
/// while nothing happens it asks once a bucket.
/// </summary>
public sealed class TrafficFeed(MultiLLMClient client, LiveFeed live, TimeProvider time, ILogger<TrafficFeed> logger) : IAsyncDisposable
{
    private readonly Follower _hour = new(TrafficPeriod.Hour, client, live, time, logger);
    private readonly Follower _day = new(TrafficPeriod.Day, client, live, time, logger);

    public Loading<Traffic> Current(TrafficPeriod period) => Of(period).Current;

    /// <summary>Calls back with each change until it is disposed. The call comes on any thread and must be quick.</summary>
    public IDisposable Watch(TrafficPeriod period, Action<Loading<Traffic>> changed) => Of(period).Watch(changed);

    public async ValueTask DisposeAsync()
    {
        await _hour.DisposeAsync();
        await _day.DisposeAsync();
    }

    private Follower Of(TrafficPeriod period) => period == TrafficPeriod.Day ? _day : _hour;

    private sealed class Follower : IAsyncDisposable
    {
        /// <summary>Records come into the database in bursts, and a busy service would have news all the time.</summary>
        private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(5);

        /// <summary>What has just ended is written a moment later.</summary>
        private static readonly TimeSpan Writing = TimeSpan.FromMilliseconds(500);

        private readonly TrafficPeriod _period;
        private readonly MultiLLMClient _client;
        private readonly LiveFeed _live;
        private readonly TimeProvider _time;
        private readonly Audience<Loading<Traffic>> _pages;

        public Follower(TrafficPeriod period, MultiLLMClient client, LiveFeed live, TimeProvider time, ILogger logger)
        {
            (_period, _client, _live, _time) = (period, client, live, time);
            _pages = new Audience<Loading<Traffic>>(FollowAsync, logger);
        }

        public Loading<Traffic> Current { get; private set; } = Loading<Traffic>.Begun;

        public IDisposable Watch(Action<Loading<Traffic>> changed) => _pages.Watch(changed);

        public ValueTask DisposeAsync() => _pages.DisposeAsync();

        private async Task FollowAsync(CancellationToken cancellationToken)
        {
            using var used = new LiveChange<TrafficMark>(_live, TrafficMark.Of);
            while (true)
            {
                Current = await Loading<Traffic>.OfAsync(AskAsync(cancellationToken));
                _pages.Tell(Current);
                await Task.Delay(LeastPause, _time, cancellationToken);
                await used.WaitAsync(TillNextBucket(), _time, cancellationToken);
                await Task.Delay(Writing, _time, cancellationToken);
            }
        }

        private TimeSpan TillNextBucket()
        {
            var ticks = _period.Length.Ticks;
            return TimeSpan.FromTicks(ticks - (_time.GetUtcNow().UtcTicks % ticks));
        }

        private async Task<Traffic> AskAsync(CancellationToken cancellationToken)
        {
            var query = new AnalyticsQuery { Since = _period.Since };
            var summary = _client.GetAnalyticsAsync(query, cancellationToken);
            var (requests, failed, read, written) = (Trend("requests"), Trend("failed"), Trend("prompt_tokens"), Trend("completion_tokens"));
            await Task.WhenAll(summary, requests, failed, read, written);
            return Traffic.Of(await summary, await requests, await failed, await read, await written);

            Task<AnalyticsTrends> Trend(string metric) => _client.GetTrendsAsync(metric, _period.Bucket, query, cancellationToken);
        }
    }
}
