using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace MultiLLM.Dashboard.Live;

/// <summary>Everybody who watches one thing. It is followed once for all of them, and only while there is somebody.</summary>
/// <typeparam name="T">What they are told.</typeparam>
/// <param name="follow">Begins with the first watcher, after an earlier one has ended; to be ended by its token, with an exception or without.</param>
/// <param name="logger">Is told of watchers that break.</param>
internal sealed partial class Audience<T>(Func<CancellationToken, Task> follow, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private ImmutableList<Watcher> _watchers = [];
    private CancellationTokenSource? _following;
    private Task _work = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Calls back with whatever is told until it is disposed. The call comes on any thread and must be quick.</summary>
    public IDisposable Watch(Action<T> told)
    {
        var watcher = new Watcher(this, told);
        lock (_gate)
        {
            if (_disposed)
                return watcher;
            _watchers = _watchers.Add(watcher);
            if (_following is null)
            {
                _following = new CancellationTokenSource();
                var (before, token) = (_work, _following.Token);
                _work = Task.Run(() => FollowAsync(before, token), CancellationToken.None);
            }
        }
        return watcher;
    }

    /// <summary>A watcher that breaks takes no other with it.</summary>
    public void Tell(T news)
    {
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            try
            {
                watcher.Told(news);
            }
            catch (Exception broken)
            {
                LogBroken(broken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            _watchers = [];
            EndFollowing();
        }
        await _work;
    }

    private void Leave(Watcher watcher)
    {
        lock (_gate)
        {
            _watchers = _watchers.Remove(watcher);
            if (_watchers.IsEmpty)
                EndFollowing();
        }
    }

    private void EndFollowing()
    {
        _following?.Cancel();
        _following = null;
    }

    private async Task FollowAsync(Task before, CancellationToken cancellationToken)
    {
        await before;
        try
        {
            await follow(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
    }

    [LoggerMessage(LogLevel.Error, "A page of the dashboard could not be told of a change")]
    private partial void LogBroken(Exception error);

    private sealed class Watcher(Audience<T> audience, Action<T> told) : IDisposable
    {
        public Action<T> Told => told;

        public void Dispose() => audience.Leave(this);
    }
}
