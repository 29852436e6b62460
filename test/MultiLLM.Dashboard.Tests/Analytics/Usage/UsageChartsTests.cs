using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Asking;
using MultiLLM.Dashboard.Analytics.Choosing;
using MultiLLM.Dashboard.Analytics.Usage;

namespace MultiLLM.Dashboard.Tests.Analytics.Usage;

public sealed class UsageChartsTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_HoursWithAndWithoutRequests_CountsAreZeroAndTimesAreGaps()
    {
        var charts = UsageCharts.Of(Picture([AnalyticsSamples.Figures(4, failed: 1, seconds: 2), AnalyticsSamples.Figures()], earlier: [3]));

        Assert.Equal([s_start, s_start.AddHours(1)], charts.Requests.Starts);
        Assert.Equal(s_start.AddHours(2), charts.Requests.End);
        Assert.Equal([[4, 0], [1, 0], [3, double.NaN]], charts.Requests.Series.Select(series => series.Values));
        Assert.Equal([[40, 0], [80, 0]], charts.Tokens.Series.Select(series => series.Values));
        Assert.Equal([[2, double.NaN], [4, double.NaN], [6, double.NaN]], charts.WholeAnswer.Series.Select(series => series.Values));
    }

    [Fact]
    public void Of_MoreHoursBefore_LeavesOutWhatHasNoPlace() =>
        Assert.Equal([7, 8], UsageCharts.Of(Picture([AnalyticsSamples.Figures(1), AnalyticsSamples.Figures(1)], earlier: [7, 8, 9])).Requests.Series[2].Values);

    private static AnalyticsPicture Picture(IReadOnlyList<RequestFigures> hours, IReadOnlyList<long> earlier)
    {
        var summary = new AnalyticsSummary
        {
            From = s_start, To = s_start.AddHours(hours.Count), TimeZone = "UTC", By = "hour", Total = AnalyticsSamples.Figures(), Recording = new RecordingInfo { Enabled = true, Store = "sqlite" },
            Groups = [.. hours.Select((figures, hour) => new FiguresGroup { Name = $"{hour}", Start = s_start.AddHours(hour), Figures = figures })],
        };
        var trend = new AnalyticsTrends(
            "requests", "hour", "UTC", s_start.AddHours(-earlier.Count), s_start,
            [new TrendSeries([.. earlier.Select((requests, hour) => new TrendPoint(s_start.AddHours(hour - earlier.Count), requests, requests))])]);
        var span = new AnalyticsSpan(summary.From, summary.To, "hour", ["hour"]);
        return new AnalyticsPicture(span, summary, summary, trend, summary, summary, summary, new TroubledGroups([], []));
    }
}
