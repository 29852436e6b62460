using System.Globalization;
using MultiLLM.GatewayBench;

// What MultiLLM adds to a request, against going to the same echoing server directly, in one run:
//   dotnet run -c Release --project bench/gateway -- [--rate 2000] [--seconds 10] [--sequential 2000] [--warm 12] [--stream] [--only bare,everything] [-- SERVER ARGUMENTS]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var settings = BenchSettings.Read(args);
await using var echo = await Programs.StartEchoAsync(settings.EchoPort);
await using var services = new Services();
foreach (var setup in settings.Setups)
    await services.StartAsync(setup, settings);
using var direct = new Target("direct", echo, settings.Stream);
Target[] targets = [direct, .. services.Targets];

// Until hot code is compiled for good, which takes the runtime some seconds; a service that just started could not keep up with the whole rate.
foreach (var target in services.Targets)
    new OpenLoop(target, settings.Rate / 2, settings.WarmSeconds).Run();
Report.Sequentially(targets, direct, settings);
Report.AtRate(targets, settings);
return await Report.RecordsAsync(services.Recorded) ? 0 : 1;
