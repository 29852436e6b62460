using System.CommandLine;
using MultiLLM.AnalyticsBench;

// What recording costs, how much it takes, and how fast a month is summed up:
//   dotnet run -c Release --project bench/analytics
var database = new Option<string?>("--database") { Description = "SQLite file to make and use. Default: a temporary one, deleted at the end." };
var postgres = new Option<string?>("--postgres") { Description = "Connection string of an empty database to use instead." };
var rate = new Option<int>("--rate") { Description = "Records per second to sustain.", DefaultValueFactory = _ => 5000 };
var seconds = new Option<int>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 60 };
var requests = new Option<int>("--requests") { Description = "Requests of the month that is summed up.", DefaultValueFactory = _ => 10_000_000 };
var command = new RootCommand("Measures analytics.") { database, postgres, rate, seconds, requests };
command.SetAction(async (arguments, cancellationToken) =>
{
    await using var rig = new BenchRig(arguments.GetValue(database), arguments.GetValue(postgres));
    Console.WriteLine("| | |\n|---|---|");
    await RequestPath.MeasureAsync(rig);
    await Sustained.MeasureAsync(rig, arguments.GetValue(rate), arguments.GetValue(seconds));
    await Month.MeasureAsync(rig, arguments.GetValue(requests), cancellationToken);
});
return await command.Parse(args).InvokeAsync();
