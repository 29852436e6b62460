using System.Globalization;
using MultiLLM.GatewayBench;

// What MultiLLM adds to a request, against going to the same echoing server directly, in one run:
//   dotnet run -c Release --project bench/gateway -- [--rate 2000] [--seconds 10] [--sequential 2000] [--stream] [--only bare,everything] [-- SERVER ARGUMENTS]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var settings = BenchSettings.Read(args);
await using var echo = await Programs.StartEchoAsync(settings.EchoPort);
await using var services = new Services();
foreach (var setup in settings.Setups)
    await services.StartAsync(setup, settings);
var direct = new Target("direct", echo, settings.Stream);
Target[] targets = [direct, .. services.Targets];

foreach (var target in targets)
    await Sequential.WarmAsync(target, settings.Sequential);
await Report.SequentialAsync(targets, direct, settings);
await Report.OpenLoopAsync(targets, settings);
return await Report.RecordsAsync(services.Recorded) ? 0 : 1;
