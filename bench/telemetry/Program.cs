using System.Globalization;
using MultiLLM.TelemetryBench;

// What metrics and spans cost a request, and what a scrape takes:
//   dotnet run -c Release --project bench/telemetry
Console.WriteLine("| | |\n|---|---|");
await RecordCost.MeasureAsync();
await SpanCost.MeasureAsync();
foreach (var models in (int[])[3, 30])
    await ScrapeCost.MeasureAsync(models);

namespace MultiLLM.TelemetryBench
{
    internal static class Rows
    {
        public static void Write(string what, FormattableString figure) => Console.WriteLine($"| {what} | {figure.ToString(CultureInfo.InvariantCulture)} |");

        public static double Median(IEnumerable<double> values)
        {
            var ordered = values.Order().ToList();
            return ordered[ordered.Count / 2];
        }
    }
}
