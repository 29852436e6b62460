using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class ListCommand
{
    private static readonly string[] Headers = ["ID", "KIND", "STATE", "SIZE", "PARAMETERS", "QUANTISATION", "CONTEXT", "ALIASES"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var command = new Command("list", "Show all models. Starts a service for itself where none is running.") { Aliases = { "ls" } };
        command.SetAction((parsed, cancellationToken) => OneCall.RunStartingAsync(cli, common, parsed, async (client, token) =>
        {
            var list = await client.ListModelsAsync(token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, list, ApiJsonContext.Default.ModelList);
            }
            else
            {
                Show(cli, list);
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static void Show(CliContext cli, ModelList list)
    {
        Columns.Write(cli.Console, Headers, list.Models.Select(Row));
        foreach (var model in list.Models.Where(model => model.LastError is not null))
        {
            cli.Console.Problem($"{model.Id}: {model.LastError}");
        }

        if (cli.Console.ErrorIsTerminal && list.Models.All(model => model.StarterModel))
        {
            cli.Console.Note($"These are the bundled starter models. To add a model, put its GGUF file into {CliContext.Tilde(Path.Combine(cli.Home, "models"))}.");
        }
    }

    private static IReadOnlyList<string> Row(ModelInfo model) =>
    [
        model.Id,
        model.Kind,
        model.LoadProgress is { } progress ? $"{model.State} {progress.ToString("P0", CultureInfo.InvariantCulture)}" : model.State,
        model.SizeBytes == 0 ? "-" : Output.Bytes(model.SizeBytes),
        Output.Count(model.Parameters),
        model.Quantization ?? "-",
        model.ContextLength?.ToString(CultureInfo.InvariantCulture) ?? "-",
        model.Aliases.Count > 0 ? string.Join(", ", model.Aliases) : "-",
    ];
}
