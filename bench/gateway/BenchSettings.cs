namespace MultiLLM.GatewayBench;

/// <param name="Rate">Requests a second of the open loop.</param>
/// <param name="Seconds">It runs so long.</param>
/// <param name="Sequential">Requests one after another, of each target.</param>
/// <param name="Stream">Answers are streamed to the caller.</param>
/// <param name="ServerArguments">For the service.</param>
internal sealed record BenchSettings(int Rate, int Seconds, int Sequential, bool Stream, IReadOnlyList<string> ServerArguments)
{
    public int EchoPort { get; } = Programs.FreePort();
    public string? Key { get; } = Environment.GetEnvironmentVariable("GATEWAY_BENCH_KEY");
    public string? Home { get; } = Environment.GetEnvironmentVariable("GATEWAY_BENCH_HOME");
    public Uri? Url { get; } = Environment.GetEnvironmentVariable("GATEWAY_BENCH_URL") is { Length: > 0 } url ? new Uri(url) : null;

    public static BenchSettings Read(string[] args)
    {
        var rest = args.AsSpan().IndexOf("--");
        var own = rest < 0 ? args : args[..rest];
        return new BenchSettings(
            Number(own, "--rate", 2000), Number(own, "--seconds", 10), Number(own, "--sequential", 2000), own.Contains("--stream"), rest < 0 ? [] : args[(rest + 1)..]);
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
}
