using System.CommandLine;
using MultiLLM.SelectionBench;

// What the choice of models is worth, against simpler ways to choose and against an oracle:
//   dotnet run -c Release --project bench/selection
var tuning = new Option<bool>("--tuning") { Description = "The scenarios that constants may be tuned on, which are none of those that are published." };
var tries = new Option<int>("--tries") { Description = "Changes that the oracle tries in each scenario.", DefaultValueFactory = _ => 1000 };
var command = new RootCommand("Simulates the choice of models.") { tuning, tries };
command.SetAction(arguments => Bench.Run(arguments.GetValue(tuning), arguments.GetValue(tries), Console.Out));
return command.Parse(args).Invoke();
