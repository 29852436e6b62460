using System.CommandLine;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class RemoveCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var id = new Argument<string>("ID") { Description = "A fetched or imported model, by id or alias." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var command = new Command("remove", "Unload a model and delete its files.") { id, yes };
        command.Aliases.Add("rm");
        command.SetAction((parsed, cancellationToken) => OneCall.RunStartingAsync(cli, common, parsed, async (client, token) =>
        {
            var name = parsed.GetRequiredValue(id);
            if (!parsed.GetValue(yes) && !await IsWantedAsync(cli, client, name, token).ConfigureAwait(false))
            {
                cli.Console.Note("Nothing was removed.");
                return ExitCode.Failed;
            }

            var removed = await client.RemoveModelAsync(name, token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, removed, ApiJsonContext.Default.RemovedModel);
            }
            else
            {
                cli.Console.Out.WriteLine(cli.Console.ForOut($"{removed.Id} is removed; {Output.Bytes(removed.FreedBytes)} are free again."));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static async Task<bool> IsWantedAsync(CliContext cli, MultiLLMClient client, string name, CancellationToken cancellationToken)
    {
        if (!cli.Console.InIsTerminal || !cli.Console.ErrorIsTerminal)
        {
            throw new CliFailure(ExitCode.Usage, "confirmation_needed", "Nobody is there to be asked; --yes removes the model without asking.");
        }

        var model = await client.GetModelAsync(name, cancellationToken).ConfigureAwait(false);
        cli.Console.Error.Write($"Delete {cli.Console.ForOut(model.Id)} ({Output.Bytes(model.SizeBytes)})? [y/N] ");
        cli.Console.Error.Flush();
        var answer = await Task.Run(cli.Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
