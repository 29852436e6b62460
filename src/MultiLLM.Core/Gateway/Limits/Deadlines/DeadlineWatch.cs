using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Limits.Deadlines;

/// <summary>The time one request has. Its token ends the work when the time is over, or the caller leaves.</summary>
internal sealed class DeadlineWatch : IDisposable
{
    private readonly RequestDeadline _deadline;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;
    private bool _hasBegun;

    public DeadlineWatch(RequestDeadline deadline, TimeProvider time, CancellationToken caller)
    {
        (_deadline, _caller) = (deadline, caller);
        var left = deadline.At - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            throw Missed(hasBegun: false);
        // Nobody waits longer than timers can; a deadline in a year is none.
        _late = left < TimeSpan.FromDays(40) ? new CancellationTokenSource(left, time) : new CancellationTokenSource();
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _late.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>The first output is here.</summary>
    public void HasBegun()
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        if (!_deadline.CutsAnswers)
            _late.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a failure is only that the time is over.</summary>
    public bool Caused(Exception failure) => _late.IsCancellationRequested && !_caller.IsCancellationRequested
        && failure is (OperationCanceledException or MultiLLMException { Error.Code: ErrorCode.Cancelled });

    public MultiLLMException Missed() => Missed(_hasBegun);

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }

    private MultiLLMException Missed(bool hasBegun) => new(_deadline.Missed(hasBegun));
}
