using System.CommandLine;
using MultiLLM.DegradationBench;

// How soon a model that got worse is found, and how often one is blamed for nothing:
//   dotnet run -c Release --project bench/degradation
// The same with real runners, after ./multillm --help has built them:
//   dotnet run -c Release --project bench/degradation -- --real .
var runs = new Option<int>("--runs") { Description = "Runs of each change.", DefaultValueFactory = _ => 200 };
var steady = new Option<int>("--steady") { Description = "Requests of steady traffic.", DefaultValueFactory = _ => 5_000_000 };
var real = new Option<string?>("--real") { Description = "Folder of the built repository: slows real runners down instead.", HelpName = "FOLDER" };
var command = new RootCommand("Measures the detection of degraded models.") { runs, steady, real };
command.SetAction(async (arguments, _) =>
{
    if (arguments.GetValue(real) is { } root)
        await RealRun.RunAsync(root);
    else
        Simulation.Run(arguments.GetValue(runs), arguments.GetValue(steady));
});
return await command.Parse(args).InvokeAsync();
