using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Analytics.Usage;

/// <summary>One figure of a period, beside that of the period before.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Value">With its unit.</param>
/// <param name="Note">What belongs to it.</param>
/// <param name="Change">Against the period before; null: there is nothing to compare.</param>
/// <param name="Earlier">Of the period before, with its unit.</param>
/// <param name="Hint">What the figure is.</param>
internal sealed record UsageFigure(string Name, string Value, string? Note, string? Change, string Earlier, string Hint)
{
    public static IReadOnlyList<UsageFigure> Of(RequestFigures now, RequestFigures before) =>
    [
        new("Requests", Units.Count(now.Requests), Refusals(now), Usage.Change.Of(now.Requests, before.Requests), Units.Count(before.Requests),
            "Requests that reached the models, in every dialect and for embeddings"),
        new("Succeeded", Units.Percent(now.SuccessRate), now.Failed > 0 ? $"{Units.Count(now.Failed)} failed" : "none failed",
            Usage.Change.OfShares(now.SuccessRate, before.SuccessRate), Units.Percent(before.SuccessRate),
            "Of the requests that succeeded or failed; refused ones and those whose caller left do not count"),
        new("Tokens read", Units.Count(now.PromptTokens), now.PromptTokens > 0 ? $"{Units.Percent(now.CachedTokens / (double)now.PromptTokens)} from memory" : null,
            Usage.Change.Of(now.PromptTokens, before.PromptTokens), Units.Count(before.PromptTokens),
            "Tokens of prompts; those that a model still knew from before were not computed again"),
        new("Tokens written", Units.Count(now.CompletionTokens), null, Usage.Change.Of(now.CompletionTokens, before.CompletionTokens), Units.Count(before.CompletionTokens),
            "Tokens of answers"),
        Spread("First token", now.TimeToFirstTokenSeconds, before.TimeToFirstTokenSeconds, "From a request's arrival to the first token of its answer, loads and waits included"),
        Spread("Whole answer", now.LatencySeconds, before.LatencySeconds, "From a request's arrival to the end of its answer, of those that succeeded"),
        new("Answer speed", now.TokensPerSecond.Count > 0 ? Units.TokensPerSecond(now.TokensPerSecond.P50) : Units.None, "median",
            Usage.Change.Of(Median(now.TokensPerSecond), Median(before.TokensPerSecond)), Units.TokensPerSecond(Median(before.TokensPerSecond)),
            "Tokens per second from an answer's first token to its last; half of the answers were faster"),
        new("Models at work", Units.Seconds(now.MachineSeconds), null, Usage.Change.Of(now.MachineSeconds, before.MachineSeconds), Units.Seconds(before.MachineSeconds),
            "Time that models worked on prompts and answers; it adds up where they work at once"),
        .. now.Cost is null && before.Cost is null ? [] : new[]
        {
            new UsageFigure("Cost", Units.Cost(now.Cost), null, Usage.Change.Of(now.Cost, before.Cost), Units.Cost(before.Cost),
                "What models on other servers ask for their answers, in the currency of the catalog's prices"),
        },
    ];

    private static UsageFigure Spread(string name, Distribution now, Distribution before, string hint) => new(
        name, Units.Seconds(Median(now)), now.Count > 0 ? $"median; 95 % within {Units.Seconds(now.P95)}" : "median",
        Usage.Change.Of(Median(now), Median(before)), Units.Seconds(Median(before)), hint);

    private static double? Median(Distribution spread) => spread.Count > 0 ? spread.P50 : null;

    private static string? Refusals(RequestFigures now) => (now.Refused, now.Cancelled) switch
    {
        (0, 0) => null,
        (var refused, 0) => $"{Units.Count(refused)} refused",
        (0, var left) => $"{Units.Count(left)} given up",
        var (refused, left) => $"{Units.Count(refused)} refused, {Units.Count(left)} given up",
    };
}
