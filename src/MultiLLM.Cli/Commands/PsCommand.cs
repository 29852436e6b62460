using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Hosting;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class PsCommand
{
    private static readonly string[] Headers = ["ID", "STATE", "PROCESS", "MEMORY", "CONTEXT", "BUSY", "LOADED IN", "LAST USED"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var command = new Command("ps", "Show the models in memory.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await ServiceSession.ConnectAsync(cli, common.Address(parsed, cli), startOwn: false, cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            var list = await session.Client.ListModelsAsync(cancellationToken).ConfigureAwait(false);
            var present = list.Models.Where(model => model.State is not ("unloaded" or "failed")).ToList();
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, list with { Models = present }, ApiJsonContext.Default.ModelList);
            }
            else if (present.Count == 0)
            {
                cli.Console.Note($"No model is loaded; up to {list.MaxConcurrentModels} fit.");
            }
            else
            {
                Columns.Write(cli.Console, Headers, present.Select(model => Row(model, cli.Time.GetUtcNow())));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<string> Row(ModelInfo model, DateTimeOffset now) => model.Loaded is { } loaded
        ?
        [
            model.Id,
            model.State,
            loaded.ProcessId.ToString(CultureInfo.InvariantCulture),
            Output.Bytes(loaded.MemoryBytes),
            loaded.ContextLength.ToString(CultureInfo.InvariantCulture),
            $"{loaded.RequestsInFlight} of {loaded.Slots}",
            Output.Seconds(loaded.LoadSeconds),
            Output.Ago(now - loaded.LastUsedAt) + " ago",
        ]
        : [model.Id, model.State, "-", "-", "-", "-", "-", "-"];
}
