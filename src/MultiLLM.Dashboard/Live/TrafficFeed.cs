using System.Collections.Immutable;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Live;

/// <summary>
/// Keeps the figures of lately for all open pages together. It asks again after models were used, seen by the live feed, and when a new bucket begins;
/// while nothing happens it asks once a bucket.
/// </summary>
public sealed class TrafficFeed(MultiLLMClient client, LiveFeed live, TimeProvider time) : IAsyncDisposable
{
    private readonly Follower _hour = new(TrafficPeriod.Hour, client, live, time);
    private readonly Follower _day = new(TrafficPeriod.Day, client, live, time);

    public Loading<Traffic> Current(TrafficPeriod period) => Of(period).Current;

    /// <summary>Calls back with each change until it is disposed. The call comes on any thread and must be quick.</summary>
    public IDisposable Watch(TrafficPeriod period, Action<Loading<Traffic>> changed) => Of(period).Watch(changed);

    public async ValueTask DisposeAsync()
    {
        await _hour.DisposeAsync();
        await _day.DisposeAsync();
    }

    private Follower Of(TrafficPeriod period) => period == TrafficPeriod.Day ? _day : _hour;

    private sealed class Follower(TrafficPeriod period, MultiLLMClient client, LiveFeed live, TimeProvider time) : IAsyncDisposable
    {
        /// <summary>Records come into the database in bursts, and a busy service would have news all the time.</summary>
        private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(5);

        /// <summary>What has just ended is written a moment later.</summary>
        private static readonly TimeSpan Writing = TimeSpan.FromMilliseconds(500);

        private readonly Lock _gate = new();
        private ImmutableList<Watching> _watchers = [];
        private CancellationTokenSource? _following;
        private Task _work = Task.CompletedTask;
        private bool _disposed;

        public Loading<Traffic> Current { get; private set; } = Loading<Traffic>.Begun;

        public IDisposable Watch(Action<Loading<Traffic>> changed)
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
        }

        private void Leave(Watching watching)
        {
            lock (_gate)
            {
                _watchers = _watchers.Remove(watching);
                if (!_watchers.IsEmpty)
                    return;
                _following?.Cancel();
                _following = null;
            }
        }

        private async Task FollowAsync(Task before, CancellationToken cancellationToken)
        {
            await before;
            using var used = new SemaphoreSlim(0, 1);
            var mark = TrafficMark.Of(live.Current);
            using var watching = live.Watch(view =>
            {
                var now = TrafficMark.Of(view);
                if (Interlocked.Exchange(ref mark, now) != now && used.CurrentCount == 0)
                    used.Release();
            });
            try
            {
                while (true)
                {
                    Tell(await Loading<Traffic>.OfAsync(AskAsync(cancellationToken)));
                    await Task.Delay(LeastPause, time, cancellationToken);
                    await WaitForUseAsync(used, cancellationToken);
                    await Task.Delay(Writing, time, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Nobody looks any more.
            }
        }

        /// <summary>Or for the next bucket.</summary>
        private async Task WaitForUseAsync(SemaphoreSlim used, CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(used.WaitAsync(either.Token), Task.Delay(TillNextBucket(), time, either.Token));
            await either.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        private TimeSpan TillNextBucket()
        {
            var ticks = period.Length.Ticks;
            return TimeSpan.FromTicks(ticks - (time.GetUtcNow().UtcTicks % ticks));
        }

        private async Task<Traffic> AskAsync(CancellationToken cancellationToken)
        {
            var query = new AnalyticsQuery { Since = period.Since };
            var summary = client.GetAnalyticsAsync(query, cancellationToken);
            var (requests, failed, read, written) = (Trend("requests"), Trend("failed"), Trend("prompt_tokens"), Trend("completion_tokens"));
            await Task.WhenAll(summary, requests, failed, read, written);
            return Traffic.Of(await summary, await requests, await failed, await read, await written);

            Task<AnalyticsTrends> Trend(string metric) => client.GetTrendsAsync(metric, period.Bucket, query, cancellationToken);
        }

        private void Tell(Loading<Traffic> traffic)
        {
            ImmutableList<Watching> watchers;
            lock (_gate)
            {
                Current = traffic;
                watchers = _watchers;
            }
            foreach (var watcher in watchers)
                watcher.Changed(traffic);
        }

        private sealed class Watching(Follower follower, Action<Loading<Traffic>> changed) : IDisposable
        {
            public Action<Loading<Traffic>> Changed => changed;

            public void Dispose() => follower.Leave(this);
        }
    }
}
