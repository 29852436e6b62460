using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>How keys stand with their limits. Safe from any thread.</summary>
public interface ILimits
{
    /// <summary>Every limit the key has. Budgets as all gateways together have used them, all else as this one knows it.</summary>
    ValueTask<Result<IReadOnlyList<LimitStanding>>> OfAsync(string keyId, KeyLimits limits, CancellationToken cancellationToken);

    /// <summary>The rates and budgets from memory, for the headers of a reply: of budgets only how much is left, as far as this gateway knows.</summary>
    RateStanding RatesOf(Caller caller);
}

/// <summary>One limit of a key.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Limit">Requests or tokens.</param>
/// <param name="Used">For good.</param>
/// <param name="Reserved">Set aside for requests under way.</param>
/// <param name="ResetsAt">When nothing of it is used any more; null: it does not fill up.</param>
public sealed record LimitStanding(LimitKind Kind, long Limit, long Used, long Reserved, DateTimeOffset? ResetsAt)
{
    public long Left => Math.Max(0, Limit - Used - Reserved);
}

/// <param name="Requests">Null: not limited.</param>
/// <param name="Tokens">The minute's, else the day's, else the month's; null: not limited.</param>
public readonly record struct RateStanding(RateLeft? Requests, RateLeft? Tokens);

/// <param name="Limit">In all.</param>
/// <param name="Left">Of it.</param>
/// <param name="Reset">Until all of it is there again.</param>
public readonly record struct RateLeft(long Limit, long Left, TimeSpan Reset);
