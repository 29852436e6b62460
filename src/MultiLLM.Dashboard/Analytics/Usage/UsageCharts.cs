using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Asking;
using MultiLLM.Dashboard.Shared.Charts;

namespace MultiLLM.Dashboard.Analytics.Usage;

/// <summary>A period's figures over time.</summary>
/// <param name="Requests">With those of the period before.</param>
/// <param name="Tokens">Read and written.</param>
/// <param name="FirstToken">Percentiles.</param>
/// <param name="WholeAnswer">Percentiles.</param>
/// <param name="Speed">Tokens per second.</param>
/// <param name="Waits">For a load and for a slot, nineteen of twenty.</param>
internal sealed record UsageCharts(ChartData Requests, ChartData Tokens, ChartData FirstToken, ChartData WholeAnswer, ChartData Speed, ChartData Waits)
{
    public static UsageCharts Of(AnalyticsPicture picture)
    {
        var buckets = picture.Now.Groups;
        IReadOnlyList<DateTimeOffset> starts = [.. buckets.Select(bucket => bucket.Start!.Value)];
        var end = starts[^1] + picture.Span.BucketLength;
        return new(
            Chart(
                Sum("Requests", figures => figures.Requests, ChartMark.Bars),
                Sum("of them failed or refused", figures => figures.Failed + figures.Refused, ChartMark.Bars),
                Before(picture.Earlier.Series[0].Points, buckets.Count)),
            Chart(Tokens("Read", figures => figures.PromptTokens, ChartMark.Area), Tokens("Written", figures => figures.CompletionTokens, ChartMark.Line)),
            Chart(Percentiles(figures => figures.TimeToFirstTokenSeconds)),
            Chart(Percentiles(figures => figures.LatencySeconds)),
            Chart(
                Spread("Median", ChartUnit.TokensPerSecond, figures => figures.TokensPerSecond, spread => spread.P50),
                Spread("Mean", ChartUnit.TokensPerSecond, figures => figures.TokensPerSecond, spread => spread.Mean)),
            Chart(
                Spread("For a load", ChartUnit.Seconds, figures => figures.LoadSeconds, spread => spread.P95),
                Spread("For a slot", ChartUnit.Seconds, figures => figures.QueueSeconds, spread => spread.P95)));

        ChartData Chart(params IReadOnlyList<ChartSeries> series) => new(starts, end, series);

        ChartSeries Sum(string name, Func<RequestFigures, double> value, ChartMark mark) => new(name, ChartUnit.Count, [.. buckets.Select(bucket => value(bucket.Figures))], mark);

        ChartSeries Tokens(string name, Func<RequestFigures, double> value, ChartMark mark) => new(name, ChartUnit.Tokens, [.. buckets.Select(bucket => value(bucket.Figures))], mark);

        ChartSeries Spread(string name, ChartUnit unit, Func<RequestFigures, Distribution> of, Func<Distribution, double> value) =>
            new(name, unit, [.. buckets.Select(bucket => of(bucket.Figures)).Select(spread => spread.Count > 0 ? value(spread) : double.NaN)]);

        IReadOnlyList<ChartSeries> Percentiles(Func<RequestFigures, Distribution> of) =>
        [
            Spread("Median", ChartUnit.Seconds, of, spread => spread.P50),
            Spread("95 % within", ChartUnit.Seconds, of, spread => spread.P95),
            Spread("99 % within", ChartUnit.Seconds, of, spread => spread.P99),
        ];
    }

    /// <summary>Laid over this period bucket by bucket; where the clocks changed in between one may be missing.</summary>
    private static ChartSeries Before(IReadOnlyList<TrendPoint> earlier, int count) =>
        new("Period before", ChartUnit.Count, [.. Enumerable.Range(0, count).Select(index => index < earlier.Count ? earlier[index].Requests : double.NaN)]);
}
