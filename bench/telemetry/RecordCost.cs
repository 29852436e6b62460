namespace MultiLLM.TelemetryBench;

/// <summary>What a request's record costs where it is counted, on the request's path.</summary>
internal static class RecordCost
{
    private const int Rounds = 15;
    private const int Records = 50_000;

    public static async Task MeasureAsync()
    {
        await using var rig = await MetricsRig.StartAsync(models: 10);
        Round(rig);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Round(rig)).ToList();
        Rows.Write("metrics of one request", $"{Rows.Median(rounds.Select(round => round.Microseconds)):0.00} µs, {Rows.Median(rounds.Select(round => round.Bytes)):0} bytes");
    }

    private static (double Microseconds, double Bytes) Round(MetricsRig rig)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < Records; i++)
            rig.Requests.Observe(rig.Next());
        return (TimeProvider.System.GetElapsedTime(start).TotalMicroseconds / Records, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)Records);
    }
}
