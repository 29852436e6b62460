using System.CommandLine;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class ImportCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var file = new Argument<string>("FILE") { Description = "A GGUF file on the service's machine; of a split model any of its files." };
        var name = new Option<string?>("--as") { Description = "Id that the model gets. Default: what follows from the file's name.", HelpName = "ID" };
        var link = new Option<bool>("--link") { Description = "Leave the file where it is, and link to it." };
        var move = new Option<bool>("--move") { Description = "Move the file instead of copying it." };
        var command = new Command("import", "Take a model file in, after checking it. Starts a service for itself where none is running.") { file, name, link, move };
        command.Validators.Add(result =>
        {
            if (result.GetValue(link) && result.GetValue(move))
            {
                result.AddError("--link and --move exclude each other.");
            }
        });
        command.SetAction((parsed, cancellationToken) => OneCall.RunStartingAsync(cli, common, parsed, async (client, token) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var request = new ImportRequest
            {
                Path = path,
                As = parsed.GetValue(name),
                Mode = parsed.GetValue(link) ? "link" : parsed.GetValue(move) ? "move" : "copy",
            };
            var import = client.ImportModelAsync(request, token);
            var result = await Spinner.WhileAsync(cli, $"Importing {Path.GetFileName(path)}", import).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, result, ApiJsonContext.Default.ModelActionResult);
            }
            else
            {
                cli.Console.Out.WriteLine(cli.Console.ForOut($"{result.Model.Id} is here: {Output.Bytes(result.Model.SizeBytes)}. Try it: multillm chat -m {result.Model.Id}"));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }
}
