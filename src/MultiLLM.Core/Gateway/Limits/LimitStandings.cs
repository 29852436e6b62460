using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits.Budgets;
using MultiLLM.Core.Gateway.Limits.Rates;

namespace MultiLLM.Core.Gateway.Limits;

/// <inheritdoc/>
internal sealed class LimitStandings(CallerRateBook rates, TokenBudgets budgets, LimitGate gate, TimeProvider time) : ILimits
{
    public async ValueTask<Result<IReadOnlyList<LimitStanding>>> OfAsync(string keyId, KeyLimits limits, CancellationToken cancellationToken)
    {
        var standings = new List<LimitStanding>();
        var now = time.GetUtcNow();
        var known = rates.Of(keyId, limits);
        if (limits.RequestsPerMinute is { } requests)
            standings.Add(Minute(LimitKind.RequestsPerMinute, requests, known.Requests, now));
        if (limits.TokensPerMinute is { } tokens)
            standings.Add(Minute(LimitKind.TokensPerMinute, tokens, known.Tokens, now));
        if (limits.Concurrency is { } atOnce)
            standings.Add(new LimitStanding(LimitKind.Concurrency, atOnce, known.RunningNow, 0, null));
        foreach (var (limit, period) in gate.BudgetsOf(limits))
        {
            var standing = await budgets.ReadAsync(new BudgetId(keyId, period), cancellationToken);
            if (!standing.IsSuccess)
                return standing.Error;
            standings.Add(new LimitStanding(period.Kind, limit, standing.Value.Used, standing.Value.Reserved, period.Ends));
        }
        if (limits.MaxPromptTokens is { } prompt)
            standings.Add(new LimitStanding(LimitKind.MaxPromptTokens, prompt, 0, 0, null));
        if (limits.MaxAnswerTokens is { } answer)
            standings.Add(new LimitStanding(LimitKind.MaxAnswerTokens, answer, 0, 0, null));
        return standings;
    }

    public RateStanding RatesOf(Caller caller)
    {
        if (caller is not { KeyId: { } key, Limits: var limits } || (limits.RequestsPerMinute is null && !limits.BoundsTokens()))
            return default;
        var known = rates.Of(key, limits);
        return new RateStanding(limits.RequestsPerMinute is { } requests ? Left(known.Requests, requests) : null, TokensOf(key, limits, known));
    }

    private RateLeft? TokensOf(string key, KeyLimits limits, CallerRates known)
    {
        if (limits.TokensPerMinute is { } perMinute)
            return Left(known.Tokens, perMinute);
        foreach (var (limit, period) in gate.BudgetsOf(limits))
            return new RateLeft(limit, budgets.LeftOf(new BudgetId(key, period), limit), period.Ends - time.GetUtcNow());
        return null;
    }

    private static RateLeft Left(MinuteLimiter minute, long limit)
    {
        var (taken, reset) = minute.Standing;
        return new RateLeft(limit, Math.Max(0, limit - taken), reset);
    }

    private static LimitStanding Minute(LimitKind kind, long limit, MinuteLimiter minute, DateTimeOffset now)
    {
        var (taken, reset) = minute.Standing;
        return new LimitStanding(kind, limit, taken, 0, reset > TimeSpan.Zero ? now + reset : null);
    }
}
