using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Runners;

/// <summary>Ends the wait for a request's replies when its caller leaves, or when the runner is silent for too long.</summary>
internal sealed class RequestWatch : IDisposable
{
    private readonly PendingRequest _request;
    private readonly string _what;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _left;
    private long _limitTicks;

    public RequestWatch(PendingRequest request, TimeProvider time, TimeSpan limit, string what, CancellationToken cancellationToken)
    {
        _request = request;
        _what = what;
        _limitTicks = limit.Ticks;
        _timer = time.CreateTimer(static state => ((RequestWatch)state!).Check(), this, limit, Timeout.InfiniteTimeSpan);
        _left = cancellationToken.UnsafeRegister(
            static (state, token) => ((PendingRequest)state!).Fail(new OperationCanceledException(token)), request);
    }

    /// <summary>From now on the runner may be silent for this long.</summary>
    public void Limit(TimeSpan limit)
    {
        Volatile.Write(ref _limitTicks, limit.Ticks);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _left.Dispose();
        _timer.Dispose();
    }

    private void Check()
    {
        var limit = TimeSpan.FromTicks(Volatile.Read(ref _limitTicks));
        var left = limit - _request.Silence;
        if (left > TimeSpan.Zero)
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        else
            _request.Fail(new MultiLLMException(new Error(ErrorCode.Timeout, $"{_what} for {limit.TotalSeconds:0.#} s.")));
    }
}
