using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Shared.Charts;

/// <summary>What stands around a chart's lines.</summary>
internal static class ChartWords
{
    public static string Value(ChartUnit unit, double? value) => unit switch
    {
        _ when value is null => Units.None,
        ChartUnit.Tokens => Units.Count(Math.Round(value.Value)) + " tokens",
        ChartUnit.Bytes => Units.Bytes((long)value.Value),
        ChartUnit.Seconds => Units.Seconds(value),
        ChartUnit.TokensPerSecond => Units.TokensPerSecond(value),
        ChartUnit.Share => Units.Percent(value),
        _ => Units.Count(value),
    };

    /// <summary>One sentence for screen readers: what each series comes to, and its highest value.</summary>
    public static string Summary(string title, ChartData data) =>
        $"{title}. {string.Join("; ", data.Series.Select(Summary))}. The table has all values.";

    private static string Summary(ChartSeries series)
    {
        var known = series.Values.Where(value => !double.IsNaN(value)).ToList();
        if (known.Count == 0)
            return $"{series.Name}: no values";
        var highest = $"highest {Value(series.Unit, known.Max())}";
        return series.AddsUp ? $"{series.Name}: {Value(series.Unit, known.Sum())} in all, {highest}" : $"{series.Name}: {highest}";
    }
}
