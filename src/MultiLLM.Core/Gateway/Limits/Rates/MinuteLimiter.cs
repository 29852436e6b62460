using System.Threading.RateLimiting;

namespace MultiLLM.Core.Gateway.Limits.Rates;

/// <summary>
/// So much in any minute. The windows of System.Threading.RateLimiting know no clock but their own and take nothing back, while what a request will use is
/// known only when it has ended: this one is told then. Nobody waits in it. Safe from any thread.
/// </summary>
internal sealed class MinuteLimiter(long limit, TimeProvider time) : RateLimiter
{
    private readonly Lock _gate = new();
    private readonly RollingMinute _minute = new();
    private readonly long _start = time.GetTimestamp();
    private long _limit = limit;
    private long _refused;
    private long _granted;

    /// <summary>May change at any time; what was taken stays taken.</summary>
    public long Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    public override TimeSpan? IdleDuration => null; // whoever keeps it knows when it was asked last

    /// <summary>What was taken, and how long until all of it has passed.</summary>
    public (long Taken, TimeSpan Reset) Standing
    {
        get
        {
            lock (_gate)
            {
                Move();
                return (_minute.Taken, TimeSpan.FromSeconds(_minute.SecondsUntil(0)));
            }
        }
    }

    /// <summary>As much as there is, at most <paramref name="most"/>; nothing where that is less than <paramref name="least"/>.</summary>
    public MinuteLease Take(long least, long most)
    {
        lock (_gate)
        {
            Move();
            var free = Limit - _minute.Taken;
            if (free < least)
            {
                _refused++;
                var wait = least > Limit ? (TimeSpan?)null : TimeSpan.FromSeconds(Math.Max(1, _minute.SecondsUntil(Limit - least)));
                return new MinuteLease(null, 0, 0, wait);
            }
            var amount = Math.Min(free, most);
            _granted++;
            _minute.Take(amount);
            return new MinuteLease(this, _minute.Second, amount, null);
        }
    }

    /// <summary>Less than was taken was used, or more.</summary>
    internal void Correct(long second, long taken, long used)
    {
        lock (_gate)
        {
            Move();
            if (used <= taken)
                _minute.GiveBack(second, taken - used);
            else
                _minute.Take(used - taken);
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            Move();
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = Math.Max(0, Limit - _minute.Taken),
                TotalSuccessfulLeases = _granted,
                TotalFailedLeases = _refused,
            };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => Take(permitCount, permitCount);

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult<RateLimitLease>(Take(permitCount, permitCount));

    private void Move() => _minute.MoveTo((long)time.GetElapsedTime(_start).TotalSeconds);
}
