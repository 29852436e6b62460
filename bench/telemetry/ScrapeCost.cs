namespace MultiLLM.TelemetryBench;

/// <summary>One <c>GET /metrics</c> over loopback, all of it made afresh.</summary>
internal static class ScrapeCost
{
    private const int Scrapes = 200;

    public static async Task MeasureAsync(int models)
    {
        await using var rig = await MetricsRig.StartAsync(models);
        rig.FillUp(models);
        using var http = new HttpClient();
        var text = await http.GetStringAsync(rig.Page);
        for (var i = 0; i < 50; i++)
            await http.GetByteArrayAsync(rig.Page);
        var times = new List<double>();
        for (var i = 0; i < Scrapes; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            await http.GetByteArrayAsync(rig.Page);
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }
        var samples = text.Split('\n').Count(line => line.Length > 0 && line[0] != '#');
        Rows.Write($"a scrape with {models} models in use", $"{Rows.Median(times):0.0} ms, slowest of {Scrapes} {times.Max():0.0} ms; {samples} samples, {text.Length / 1000} kB");
    }
}
