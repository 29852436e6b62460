using System.Threading.RateLimiting;

namespace MultiLLM.Core.Gateway.Limits.Rates;

/// <summary>One key's rates.</summary>
internal sealed class CallerRates(TimeProvider time)
{
    private ConcurrencyLimiter? _running;
    private int _runningLimit;

    public MinuteLimiter Requests { get; } = new(long.MaxValue, time);

    public MinuteLimiter Tokens { get; } = new(long.MaxValue, time);

    /// <summary>Null: as many at once as it likes.</summary>
    public ConcurrencyLimiter? Running => _running;

    /// <summary>For <see cref="CallerRateBook"/>, which lets one thread at a time do so.</summary>
    public long LastAsked { get; set; }

    public long RunningNow => _running is null ? 0 : _runningLimit - _running.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>The key's limits may have changed. Requests that run already count under the number they began with.</summary>
    public void Apply(KeyLimits limits)
    {
        Requests.Limit = limits.RequestsPerMinute ?? long.MaxValue;
        Tokens.Limit = limits.TokensPerMinute ?? long.MaxValue;
        if (limits.Concurrency == (_running is null ? null : _runningLimit))
            return;
        _runningLimit = limits.Concurrency ?? 0;
        _running = limits.Concurrency is { } most ? new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 }) : null;
    }
}
