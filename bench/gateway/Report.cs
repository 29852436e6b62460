namespace MultiLLM.GatewayBench;

/// <summary>Measures and prints, one table for each way of asking.</summary>
internal static class Report
{
    public static void Sequentially(IReadOnlyList<Target> targets, Target direct, BenchSettings settings)
    {
        var times = Sequential.Measure(targets, settings.Sequential);
        var least = times[direct];
        Console.WriteLine($"sequential, {settings.Sequential} requests each, in turns{(settings.Stream ? ", streamed" : "")}");
        Console.WriteLine("| | median ms | added ms | p99 ms |\n|---|---:|---:|---:|");
        foreach (var target in targets)
            Console.WriteLine($"| {target.Name} | {times[target].At(0.5):0.000} | {times[target].At(0.5) - least.At(0.5):0.000} | {times[target].At(0.99):0.000} |");
    }

    public static void AtRate(IReadOnlyList<Target> targets, BenchSettings settings)
    {
        Console.WriteLine($"\n{settings.Rate} requests/s, evenly spread, for {settings.Seconds} s; processor time of the program that is asked");
        Console.WriteLine("| | sent/s | median ms | p99 ms | added at p99 ms | p99.9 ms | failed | µs of processor a request |\n|---|---:|---:|---:|---:|---:|---:|---:|");
        double? least = null;
        foreach (var target in targets)
        {
            new OpenLoop(target, settings.Rate, seconds: 2).Run(); // not counted: the processor's caches are another program's
            var before = target.ProcessorTime;
            var run = new OpenLoop(target, settings.Rate, settings.Seconds).Run();
            var used = (target.ProcessorTime - before).TotalMicroseconds / (settings.Rate * settings.Seconds);
            var p99 = run.Times.At(0.99);
            least ??= p99;
            Console.WriteLine($"| {target.Name} | {run.PerSecond:0} | {run.Times.At(0.5):0.00} | {p99:0.00} | {p99 - least:0.00} | {run.Times.At(0.999):0.00} | {run.Failed} | {used:0} |");
        }
    }

    /// <summary>False: records are missing.</summary>
    public static async Task<bool> RecordsAsync(IEnumerable<Target> recorded)
    {
        var complete = true;
        foreach (var target in recorded)
        {
            var after = await Records.SettledAsync(target);
            Console.WriteLine($"\nrecords, {target.Name}: {target.Sent} requests answered, {after.Written} records written, {after.Lost} counted as lost");
            complete &= after.Lost == 0 && after.Written >= target.Sent;
        }
        return complete;
    }
}
