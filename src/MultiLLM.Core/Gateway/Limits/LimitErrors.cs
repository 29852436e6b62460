using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits.Budgets;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>What a caller reads when a limit is reached: which, how much of it is used, and when there is more.</summary>
internal static class LimitErrors
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public static Error TooManyRequests(Caller caller, long limit, TimeSpan wait) => new(
        ErrorCode.RateLimited,
        Text($"{Name(LimitKind.RequestsPerMinute)}: the key {caller.KeyId} may make {limit} requests a minute and has made them; the next one in {Seconds(wait)}."), RetryAfter: wait);

    public static Error TooManyAtOnce(Caller caller, int limit) => new(
        ErrorCode.RateLimited,
        Text($"{Name(LimitKind.Concurrency)}: the key {caller.KeyId} may have {limit} requests under way at once, and has them; send the next one when one of them has ended."),
        RetryAfter: Soon);

    /// <param name="caller">Whose key.</param>
    /// <param name="limit">Tokens a minute.</param>
    /// <param name="used">Of them, what requests under way may use included.</param>
    /// <param name="least">What the request needs.</param>
    /// <param name="wait">Null: it needs more than the limit.</param>
    public static Error TooManyTokens(Caller caller, long limit, long used, long least, TimeSpan? wait) => wait is { } until
        ? new(
            ErrorCode.RateLimited,
            Text($"{Name(LimitKind.TokensPerMinute)}: the key {caller.KeyId} may use {limit} tokens a minute; {used} are used or set aside, and this request may need {least}. Try again in {Seconds(until)}."),
            RetryAfter: until)
        : new(
            ErrorCode.RateLimited,
            Text($"{Name(LimitKind.TokensPerMinute)}: the key {caller.KeyId} may use {limit} tokens a minute, and this request alone may need {least}. Shorten the prompt or ask for fewer tokens (max_tokens)."),
            Param: "max_tokens");

    public static Error BudgetSpent(Caller caller, BudgetPeriod period, long limit, BudgetStanding standing, long least, TimeSpan untilReset) => new(
        ErrorCode.QuotaExceeded,
        Text($"{Name(period.Kind)}: the key {caller.KeyId} may use {limit} tokens in {period.Name}; {standing.Used} are used and {standing.Reserved} set aside for requests under way, and this request may need {least}. A new budget begins at {period.Ends:yyyy-MM-dd'T'HH:mm:ss'Z'}."),
        RetryAfter: least <= limit && standing.Used + least <= limit ? Soon : untilReset);

    public static Error CutShort(Caller caller, long tokens) => new(
        ErrorCode.QuotaExceeded,
        Text($"The prompt had more tokens than could be foreseen, and the key {caller.KeyId} has no more than the {tokens} set aside for this request: the answer ends here."));

    public static Error PromptTooLong(Caller caller, long tokens, int limit, bool isCounted) => new(
        ErrorCode.PromptTooLong,
        Text($"{Name(LimitKind.MaxPromptTokens)}: the prompt has {(isCounted ? "" : "at least about ")}{tokens} tokens; the key {caller.KeyId} may send {limit}."));

    public static Error AnswerTooLong(Caller caller, long asked, int limit) => new(
        ErrorCode.InvalidRequest,
        Text($"{Name(LimitKind.MaxAnswerTokens)}: max_tokens is {asked}; the key {caller.KeyId} may ask for {limit} at most."), "max_tokens");

    /// <summary>As figures and messages call it.</summary>
    public static string Name(LimitKind kind) => EnumWords<LimitKind>.Of(kind);

    private static string Seconds(TimeSpan wait) => Text($"{Math.Max(1, Math.Ceiling(wait.TotalSeconds)):0} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
