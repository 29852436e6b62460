using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace MultiLLM.Core.Gateway.Limits.Rates;

/// <summary>What a request took of its minute. Disposing it changes nothing: what was used stays used.</summary>
/// <param name="limiter">Null: it got nothing.</param>
/// <param name="second">When it was taken.</param>
/// <param name="amount">How much.</param>
/// <param name="retryAfter">When to come back; null: never, for it is more than the limit.</param>
internal sealed class MinuteLease(MinuteLimiter? limiter, long second, long amount, TimeSpan? retryAfter) : RateLimitLease
{
    private long _amount = amount;

    public override bool IsAcquired => limiter is not null;

    public long Amount => _amount;

    public TimeSpan? RetryAfter => retryAfter;

    public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
        return metadata is not null;
    }

    /// <summary>What it comes to. May be said more than once: the last word counts.</summary>
    public void Correct(long used)
    {
        if (used == _amount)
            return;
        limiter?.Correct(second, _amount, used);
        _amount = used;
    }
}
