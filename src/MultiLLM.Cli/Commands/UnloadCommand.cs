using System.CommandLine;
using MultiLLM.Cli.Hosting;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class UnloadCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var id = new Argument<string>("ID") { Description = "A model, by id or alias." };
        var command = new Command("unload", "Take an idle model out of a running service's memory.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await ServiceSession.ConnectAsync(cli, common.Address(parsed, cli), startOwn: false, cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            var result = await session.Client.UnloadModelAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, result, ApiJsonContext.Default.ModelActionResult);
            }
            else
            {
                cli.Console.Out.WriteLine(cli.Console.ForOut(result.Changed ? $"{result.Model.Id} is unloaded." : $"{result.Model.Id} was not loaded."));
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
