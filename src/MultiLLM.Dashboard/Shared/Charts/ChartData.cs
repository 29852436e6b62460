using System.Buffers.Binary;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Shared.Charts;

/// <summary>How a figure is written at the axis and in the tooltip; charts.js knows the same names in lower case.</summary>
public enum ChartUnit
{
    Count,
    Tokens,
    Bytes,
    Seconds,
    TokensPerSecond,

    /// <summary>0 to 1.</summary>
    Share,
}

public enum ChartMark
{
    /// <summary>A bar for each period; drawn as an area where there are too many for bars.</summary>
    Bars,
    Area,
    Line,
}

/// <summary>Figures over time.</summary>
/// <param name="Starts">Begin of each period, ascending.</param>
/// <param name="End">End of the last period.</param>
/// <param name="Series">Each has a value for each period.</param>
public sealed record ChartData(IReadOnlyList<DateTimeOffset> Starts, DateTimeOffset End, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>Of trends that cover the same periods.</summary>
    public static ChartData Of(AnalyticsTrends periods, params IReadOnlyList<ChartSeries> series) =>
        new([.. periods.Series[0].Points.Select(point => point.Start)], periods.To, series);

    public bool IsAllZero => Series.All(series => series.Values.All(value => value is 0 or double.NaN));

    /// <summary>
    /// All numbers as the browser reads them, little-endian doubles: the periods' starts as Unix time in seconds, then the values of each series.
    /// A month of minutes would be megabytes as text.
    /// </summary>
    internal byte[] Pack()
    {
        var bytes = new byte[(1 + Series.Count) * Starts.Count * sizeof(double)];
        var at = 0;
        foreach (var start in Starts)
            Write(start.ToUnixTimeMilliseconds() / 1000d);
        foreach (var value in Series.SelectMany(series => series.Values))
            Write(value);
        return bytes;

        void Write(double value)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(at), value);
            at += sizeof(double);
        }
    }
}

/// <param name="Name">For the legend.</param>
/// <param name="Unit">Of all values.</param>
/// <param name="Values">NaN: there is none, which leaves a gap.</param>
/// <param name="Mark">How it is drawn.</param>
public sealed record ChartSeries(string Name, ChartUnit Unit, IReadOnlyList<double> Values, ChartMark Mark = ChartMark.Line)
{
    /// <summary>Values add up, so that a period without requests is a zero; of others it says nothing.</summary>
    public bool AddsUp => Unit is ChartUnit.Count or ChartUnit.Tokens;

    public static ChartSeries Of(string name, ChartUnit unit, TrendSeries trend, ChartMark mark = ChartMark.Line)
    {
        var addsUp = unit is ChartUnit.Count or ChartUnit.Tokens;
        return new(name, unit, [.. trend.Points.Select(point => point.Requests > 0 ? point.Value : addsUp ? 0 : double.NaN)], mark);
    }
}
