namespace MultiLLM.Dashboard.Shared.Charts;

/// <summary>A chart's figures for people who cannot see it: a table of bounded length.</summary>
internal static class ChartTable
{
    public const int MostRows = 100;

    /// <summary>The newest first. Where there are more periods than rows, each row is of several: their sum, or the mean of what does not add up.</summary>
    public static IReadOnlyList<Row> Of(ChartData data)
    {
        var periods = data.Starts.Count;
        var together = (periods + MostRows - 1) / MostRows;
        var rows = new List<Row>();
        for (var start = 0; start < periods; start += together)
        {
            var count = Math.Min(together, periods - start);
            var end = start + count < periods ? data.Starts[start + count] : data.End;
            rows.Add(new Row(data.Starts[start], end, [.. data.Series.Select(series => Fold(series, start, count))]));
        }
        rows.Reverse();
        return rows;
    }

    private static double? Fold(ChartSeries series, int start, int count)
    {
        var known = series.Values.Skip(start).Take(count).Where(value => !double.IsNaN(value)).ToList();
        return known.Count == 0 ? null : series.AddsUp ? known.Sum() : known.Average();
    }

    internal sealed record Row(DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<double?> Values);
}
