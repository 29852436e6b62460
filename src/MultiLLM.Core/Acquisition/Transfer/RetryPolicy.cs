using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Transfer;

/// <summary>Whether and when to try again.</summary>
internal sealed class RetryPolicy(IOptions<PullOptions> options, Func<double> random)
{
    private readonly PullOptions _options = options.Value;

    /// <summary>Null: give up. Waits double, and are spread so that many clients do not come back at once.</summary>
    /// <param name="failures">In a row, this one included.</param>
    /// <param name="error">The failure.</param>
    /// <param name="attempts">In a row at most; null: as configured.</param>
    public TimeSpan? WaitAfter(int failures, Error error, int? attempts = null)
    {
        if (error.Code is not (ErrorCode.HubUnreachable or ErrorCode.HubRateLimited) || failures >= (attempts ?? _options.MaxAttempts))
            return null;
        var most = _options.RetryDelay * Math.Pow(2, Math.Min(failures - 1, 30));
        var wait = (most < _options.MaxRetryDelay ? most : _options.MaxRetryDelay) * (0.5 + (random() / 2));
        if (error.RetryAfter is not { } asked)
            return wait;
        return asked > _options.MaxRetryAfter ? null : asked + (_options.RetryDelay * random());
    }
}
