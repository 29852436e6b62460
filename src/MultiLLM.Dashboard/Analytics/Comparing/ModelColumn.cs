using System.Globalization;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Analytics.Comparing;

/// <summary>One thing that models are compared by.</summary>
/// <param name="Id">In the page's address.</param>
/// <param name="Title">Of the column.</param>
/// <param name="Hint">What it is.</param>
/// <param name="Value">What is sorted by; null: there is none, which comes last whatever the order.</param>
/// <param name="Text">With its unit.</param>
/// <param name="Rising">The least is the best, and comes first.</param>
internal sealed record ModelColumn(string Id, string Title, string Hint, Func<ModelLine, double?> Value, Func<ModelLine, string> Text, bool Rising = false)
{
    public static IReadOnlyList<ModelColumn> All { get; } =
    [
        new("requests", "Requests", "That came to it", line => line.Figures.Requests, line => Units.Count(line.Figures.Requests)),
        new("succeeded", "Succeeded", "Of those that succeeded or failed", line => line.Figures.SuccessRate, line => Units.Percent(line.Figures.SuccessRate)),
        new("read", "Read", "Tokens of prompts", line => line.Figures.PromptTokens, line => Units.Count(line.Figures.PromptTokens)),
        new("written", "Written", "Tokens of answers", line => line.Figures.CompletionTokens, line => Units.Count(line.Figures.CompletionTokens)),
        Time("first", "First token", "From arrival to the first token; half were quicker", line => line.Figures.TimeToFirstTokenSeconds, spread => spread.P50),
        Time("first95", "95 % within", "From arrival to the first token; 95 % were quicker", line => line.Figures.TimeToFirstTokenSeconds, spread => spread.P95),
        Time("whole", "Answer", "From arrival to the end of the answer; half were quicker", line => line.Figures.LatencySeconds, spread => spread.P50),
        Time("whole95", "95 % within", "From arrival to the end of the answer; 95 % were quicker", line => line.Figures.LatencySeconds, spread => spread.P95),
        new("speed", "Tokens/s", "Tokens per second from the first token to the last; half were faster", line => Known(line.Figures.TokensPerSecond, spread => spread.P50),
            line => Number(Known(line.Figures.TokensPerSecond, spread => spread.P50), "0.#")),
        Time("load", "Load", "Waiting for its load, of the requests that had to; half waited less", line => line.Figures.LoadSeconds, spread => spread.P50),
        new("memory", "Memory", "Held on average while it was in memory", line => line.MeanBytes, line => Units.Bytes(line.MeanBytes), Rising: true),
        new("cost", "Cost", "What its servers ask for its answers, in the currency of the catalog's prices", line => line.Figures.Cost, line => Units.Cost(line.Figures.Cost), Rising: true),
        new("quality", "Quality", "Expected over all tasks as they are asked for, 0 to 10: what the catalog says, corrected by what people and outcomes said", line => line.Efficiency?.Quality,
            line => Number(line.Efficiency?.Quality, "0.0")),
        new("gigabyte", "Per GB", "Quality by gigabyte of memory", line => line.Efficiency?.QualityPerGigabyte, line => Number(line.Efficiency?.QualityPerGigabyte, "0.0#")),
        new("best", "Best at", "Of the requests, those that it serves best and no other model as well", line => line.Efficiency?.BestShare, line => Units.Percent(line.Efficiency?.BestShare)),
        new("elo", "Elo", "What votes between its answers and others' come to; 1000 is the middle, 400 more are odds of ten to one", line => line.Elo?.Elo, Elo),
    ];

    public static ModelColumn? Find(string? id) => All.FirstOrDefault(column => column.Id == id);

    private static ModelColumn Time(string id, string title, string hint, Func<ModelLine, Distribution> of, Func<Distribution, double> value) =>
        new(id, title, hint, line => Known(of(line), value), line => Units.Seconds(Known(of(line), value)), Rising: true);

    private static double? Known(Distribution spread, Func<Distribution, double> value) => spread.Count > 0 ? value(spread) : null;

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? Units.None;

    private static string Elo(ModelLine line) => line.Elo is not { } elo ? Units.None
        : elo.TooFewVotes ? $"{elo.Elo:0} (few votes)" : string.Create(CultureInfo.InvariantCulture, $"{elo.Elo:0} ± {(elo.High - elo.Low) / 2:0}");
}
