using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits.Budgets;
using MultiLLM.Core.Gateway.Limits.Metering;
using MultiLLM.Core.Gateway.Limits.Rates;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>Asks all limits of a key about one request. Nothing of what was taken is kept where one of them refuses, but that the request was made.</summary>
internal sealed class LimitGate(CallerRateBook rates, TokenBudgets budgets, LimitNews news, IOptions<LimitOptions> options, TimeProvider time)
{
    /// <summary>Of a key that requests are counted for; null: it has no such limit.</summary>
    public CallerRates? RatesOf(Caller caller) => caller is { KeyId: { } key, Limits: var limits } && limits.BoundsRequests() ? rates.Of(key, limits) : null;

    /// <summary>One more request a minute.</summary>
    public Error? CountRequest(Caller caller, CallerRates of)
    {
        var one = of.Requests.Take(1, 1);
        return one.IsAcquired ? null : Refused(caller, LimitKind.RequestsPerMinute, LimitErrors.TooManyRequests(caller, of.Requests.Limit, one.RetryAfter ?? TimeSpan.FromMinutes(1)));
    }

    /// <summary>One more request at once; dispose it. Null without an error: it may have as many as it likes.</summary>
    public (IDisposable? Place, Error? Error) Enter(Caller caller, CallerRates of)
    {
        if (of.Running is not { } running)
            return (null, null);
        var place = running.AttemptAcquire();
        return place.IsAcquired ? (place, null) : (null, Refused(caller, LimitKind.Concurrency, LimitErrors.TooManyAtOnce(caller, caller.Limits.Concurrency ?? 0)));
    }

    /// <summary>What its answer may have at most; null: as much as fits.</summary>
    public Result<TokenWish> Wish(Caller caller, PromptBound prompt, int? asked, int times)
    {
        var limits = caller.Limits;
        if (limits.MaxPromptTokens is { } longest && prompt.Least > longest)
            return Refused(caller, LimitKind.MaxPromptTokens, LimitErrors.PromptTooLong(caller, prompt.Least, longest, isCounted: false));
        if (limits.MaxAnswerTokens is { } most && asked > most)
            return Refused(caller, LimitKind.MaxAnswerTokens, LimitErrors.AnswerTooLong(caller, asked.Value, most));
        var answer = asked ?? Math.Min(limits.MaxAnswerTokens ?? int.MaxValue, limits.BoundsTokens() ? options.Value.AnswerTokens : int.MaxValue);
        return new TokenWish(prompt.Most, answer, times, asked is not null);
    }

    /// <summary>The exact figure, once a model has read it.</summary>
    public Error? PromptRefusal(Caller caller, long tokens) => caller.Limits.MaxPromptTokens is { } longest && tokens > longest
        ? Refused(caller, LimitKind.MaxPromptTokens, LimitErrors.PromptTooLong(caller, tokens, longest, isCounted: true))
        : null;

    /// <summary>Sets tokens aside.</summary>
    public async ValueTask<Result<TokenHold>> HoldAsync(Caller caller, CallerRates of, TokenWish wish, CancellationToken cancellationToken)
    {
        var limits = caller.Limits;
        if (!limits.BoundsTokens())
            return TokenHold.Unbounded;
        var tokens = wish.Most;
        MinuteLease? minute = null;
        if (limits.TokensPerMinute is { } perMinute)
        {
            minute = of.Tokens.Take(wish.Least, tokens);
            if (!minute.IsAcquired)
                return Refused(caller, LimitKind.TokensPerMinute, LimitErrors.TooManyTokens(caller, perMinute, of.Tokens.Standing.Taken, wish.Least, minute.RetryAfter));
            tokens = minute.Amount;
        }
        var promises = new List<BudgetReservation>(2);
        var kept = false;
        try
        {
            foreach (var (limit, period) in BudgetsOf(limits))
            {
                var (promise, error) = await budgets.ReserveAsync(new BudgetId(caller.KeyId!, period), limit, wish.Least, tokens, cancellationToken);
                if (promise is null)
                    return error ?? Refused(caller, period.Kind, await SpentAsync(caller, period, limit, wish.Least, cancellationToken));
                promises.Add(promise);
                tokens = promise.Tokens;
            }
            foreach (var promise in promises)
            {
                if (promise.Tokens > tokens)
                    promise.ShrinkTo(tokens);
            }
            minute?.Correct(tokens);
            kept = true;
            return new TokenHold(minute, promises, tokens);
        }
        finally
        {
            if (!kept)
                new TokenHold(minute, promises, tokens).Settle(used: 0);
        }
    }

    /// <summary>
    /// So many are used, more than were set aside: only a prompt can cause that, which its template lengthens beyond expectation. False: there are no more.
    /// </summary>
    public async ValueTask<bool> GrowAsync(Caller caller, TokenHold hold, long tokens, CancellationToken cancellationToken)
    {
        foreach (var promise in hold.Promises)
        {
            var limit = (promise.Budget.Period.Kind == LimitKind.TokensPerDay ? caller.Limits.TokensPerDay : caller.Limits.TokensPerMonth) ?? long.MaxValue;
            var more = tokens - promise.Tokens;
            if (more <= 0)
                continue;
            if ((await budgets.ReserveAsync(promise.Budget, limit, more, more, cancellationToken)).Promise is not { } grown)
                return false; // what others gave is settled with the rest
            promise.Absorb(grown);
        }
        hold.GrowTo(tokens);
        return true;
    }

    /// <summary>The budgets of now.</summary>
    public IEnumerable<(long Limit, BudgetPeriod Period)> BudgetsOf(KeyLimits limits)
    {
        var now = time.GetUtcNow();
        if (limits.TokensPerDay is { } perDay)
            yield return (perDay, BudgetPeriod.DayOf(now));
        if (limits.TokensPerMonth is { } perMonth)
            yield return (perMonth, BudgetPeriod.MonthOf(now));
    }

    private async ValueTask<Error> SpentAsync(Caller caller, BudgetPeriod period, long limit, long least, CancellationToken cancellationToken)
    {
        var standing = await budgets.ReadAsync(new BudgetId(caller.KeyId!, period), cancellationToken);
        return standing.IsSuccess
            ? LimitErrors.BudgetSpent(caller, period, limit, standing.Value, least, period.Ends - time.GetUtcNow())
            : standing.Error;
    }

    private Error Refused(Caller caller, LimitKind kind, Error error)
    {
        news.Reached(caller, kind, error);
        return error;
    }
}
