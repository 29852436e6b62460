using System.CommandLine;
using MultiLLM.Footprint;

// How well memory is predicted: loads each model with real runners, uses it, and compares.
//   dotnet run -c Release --project bench/footprint -- models/starter ~/models --contexts 512,1024,2048,4096,8192
var folders = new Argument<string[]>("folders") { Description = "Folders of GGUF files.", Arity = ArgumentArity.OneOrMore };
var contexts = new Option<string>("--contexts") { Description = "Tokens of a request, separated by commas.", DefaultValueFactory = _ => "512,1024,2048,4096,8192" };
var models = new Option<string>("--models") { Description = "Ids that hold one of these texts, separated by commas.", DefaultValueFactory = _ => "" };
var runner = new Option<string>("--runner") { Description = "The runner.", DefaultValueFactory = _ => ".build/app/runner/MultiLLM.Runner.dll" };
var kvType = new Option<string>("--kv-type") { Description = "Number format of keys and values.", DefaultValueFactory = _ => "Auto" };
var parts = new Option<bool>("--parts") { Description = "Show what the prediction consists of." };
var command = new RootCommand("Compares predicted with real memory of runners.") { folders, contexts, models, runner, kvType, parts };
command.SetAction(async (arguments, cancellationToken) =>
{
    var lengths = arguments.GetRequiredValue(contexts).Split(',').Select(int.Parse).ToArray();
    var names = arguments.GetRequiredValue(models).Split(',', StringSplitOptions.RemoveEmptyEntries);
    await using var bench = await FootprintBench.StartAsync(
        arguments.GetRequiredValue(folders), arguments.GetRequiredValue(runner), arguments.GetRequiredValue(kvType), cancellationToken);
    Console.WriteLine(arguments.GetValue(parts) ? FootprintRow.PartsHeading : FootprintRow.Heading);
    await foreach (var row in bench.MeasureAsync(names, lengths, cancellationToken))
        Console.WriteLine(arguments.GetValue(parts) ? row.PartsMarkdown : row.Markdown);
});
return await command.Parse(args).InvokeAsync();
