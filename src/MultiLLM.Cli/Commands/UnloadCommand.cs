using System.CommandLine;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class UnloadCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var id = new Argument<string>("ID") { Description = "A model, by id or alias." };
        var command = new Command("unload", "Take an idle model out of a running service's memory.") { id };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var result = await client.UnloadModelAsync(parsed.GetRequiredValue(id), token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, result, ApiJsonContext.Default.ModelActionResult);
            }
            else
            {
                cli.Console.Out.WriteLine(cli.Console.ForOut(result.Changed ? $"{result.Model.Id} is unloaded." : $"{result.Model.Id} was not loaded."));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }
}
