using System.Globalization;
using MultiLLM.GatewayBench;

// What MultiLLM adds to a request, against going to the same echoing server directly, in one run:
//   dotnet run -c Release --project bench/gateway -- [--rate 2000] [--seconds 10] [--sequential 2000] [--stream] [-- SERVER ARGUMENTS]
// Environment: GATEWAY_BENCH_KEY, sent as the caller's key; GATEWAY_BENCH_HOME, a folder whose content (keys, policy, settings) the service starts with;
// GATEWAY_BENCH_URL, a running service with a model "echo" to measure instead of one started here.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var settings = BenchSettings.Read(args);
await using var echo = await Programs.StartEchoAsync(settings.EchoPort);
await using var service = settings.Url is null ? await Programs.StartServiceAsync(settings) : null;
var direct = new Target("direct", new Uri($"http://127.0.0.1:{settings.EchoPort}/v1/chat/completions"), null, settings.Stream);
var through = new Target("through MultiLLM", new Uri(settings.Url ?? service!.Url, "v1/chat/completions"), settings.Key, settings.Stream);
Target[] targets = [direct, through];

foreach (var target in targets)
    await Sequential.WarmAsync(target, settings.Sequential / 2);

var times = await Sequential.MeasureAsync(targets, settings.Sequential);
Console.WriteLine($"sequential, {settings.Sequential} requests each, in turns{(settings.Stream ? ", streamed" : "")}");
Console.WriteLine("| | median ms | p99 ms |\n|---|---|---|");
foreach (var target in targets)
    Console.WriteLine($"| {target.Name} | {times[target].At(0.5):0.000} | {times[target].At(0.99):0.000} |");
Console.WriteLine($"| added | {times[through].At(0.5) - times[direct].At(0.5):0.000} | |");

Console.WriteLine($"\nopen loop, {settings.Rate} requests/s for {settings.Seconds} s");
Console.WriteLine("| | sent/s | median ms | p99 ms | p99.9 ms | failed |\n|---|---|---|---|---|---|");
foreach (var target in targets)
{
    await OpenLoop.RunAsync(target, settings.Rate, seconds: 2); // not counted: connections and compiled code of this rate
    var run = await OpenLoop.RunAsync(target, settings.Rate, settings.Seconds);
    Console.WriteLine($"| {target.Name} | {run.PerSecond:0} | {run.Times.At(0.5):0.00} | {run.Times.At(0.99):0.00} | {run.Times.At(0.999):0.00} | {run.Failed} |");
}

var after = await Records.SettledAsync(through);
var missing = through.Sent - after.Written;
Console.WriteLine($"\nrecords: {through.Sent} requests answered, {after.Written} records written, {after.Lost} counted as lost");
return after.Lost > 0 || (settings.Url is null && missing > 0) ? 1 : 0;
