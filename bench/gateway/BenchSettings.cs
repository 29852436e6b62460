namespace MultiLLM.GatewayBench;

/// <param name="Rate">Requests a second of the open loop.</param>
/// <param name="Seconds">It runs so long.</param>
/// <param name="Sequential">Requests one after another, of each target.</param>
/// <param name="WarmSeconds">Before anything is measured, at half the rate.</param>
/// <param name="Stream">Answers are streamed to the caller.</param>
/// <param name="Only">Names of the setups that are measured; empty: all.</param>
/// <param name="ServerArguments">For the service.</param>
internal sealed record BenchSettings(int Rate, int Seconds, int Sequential, int WarmSeconds, bool Stream, IReadOnlyList<string> Only, IReadOnlyList<string> ServerArguments)
{
    public int EchoPort { get; } = Programs.FreePort();

    public IReadOnlyList<Setup> Setups => [.. Setup.All.Where(setup => Only.Count == 0 || Only.Contains(setup.Name))];

    public static BenchSettings Read(string[] args)
    {
        var rest = args.AsSpan().IndexOf("--");
        var own = rest < 0 ? args : args[..rest];
        return new BenchSettings(
            Number(own, "--rate", 2000), Number(own, "--seconds", 10), Number(own, "--sequential", 2000), Number(own, "--warm", 12), own.Contains("--stream"),
            Value(own, "--only")?.Split(',') ?? [], rest < 0 ? [] : args[(rest + 1)..]);
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Value(args, name) is { } value ? int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    private static string? Value(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
