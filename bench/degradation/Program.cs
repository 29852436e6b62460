using System.CommandLine;
using MultiLLM.DegradationBench;

// How soon a model that got worse is found, and how often one is blamed for nothing:
//   dotnet run -c Release --project bench/degradation
var runs = new Option<int>("--runs") { Description = "Runs of each change.", DefaultValueFactory = _ => 200 };
var steady = new Option<int>("--steady") { Description = "Requests of steady traffic.", DefaultValueFactory = _ => 5_000_000 };
var command = new RootCommand("Measures the detection of degraded models.") { runs, steady };
command.SetAction(arguments => Simulation.Run(arguments.GetValue(runs), arguments.GetValue(steady)));
return await command.Parse(args).InvokeAsync();
