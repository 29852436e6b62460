using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class CatalogCommand
{
    private static readonly string[] Headers = ["ID", "TYPE", "PARAMETERS", "SIZE", "CONTEXT", "HERE", "FITS NOW", "UP TO", "BEST FOR"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var type = new Option<string?>("--type") { Description = "Only small_llm, large_llm, specialised, embedding or reranker.", HelpName = "TYPE" };
        var task = new Option<string?>("--task")
        {
            Description = "Only models rated for a task, the best first: chat, knowledge, reasoning, math, code, writing, rewriting, summarization, "
                + "extraction or translation.",
            HelpName = "TASK",
        };
        var fits = new Option<bool>("--fits") { Description = "Only models that fit this machine now." };
        var installed = new Option<bool>("--installed") { Description = "Only models whose file is here." };
        var missing = new Option<bool>("--not-installed") { Description = "Only models whose file is not here." };
        const string What = "Show all known models, whether their files are here, and whether they fit. Starts a service for itself where none is running.";
        var command = new Command("catalog", What)
        {
            type, task, fits, installed, missing,
        };
        command.SetAction((parsed, cancellationToken) => OneCall.RunStartingAsync(cli, common, parsed, async (client, token) =>
        {
            var filter = new ModelFilter
            {
                Type = parsed.GetValue(type),
                Task = parsed.GetValue(task),
                Fits = parsed.GetValue(fits) ? true : null,
                Installed = parsed.GetValue(installed) == parsed.GetValue(missing) ? null : parsed.GetValue(installed),
            };
            var list = await client.ListModelsAsync(filter, token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, list, ApiJsonContext.Default.ModelList);
            }
            else
            {
                Show(cli, list, filter.Task);
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static void Show(CliContext cli, ModelList list, string? task)
    {
        if (list.Models.Count == 0)
        {
            cli.Console.Note("No model is like that.");
        }
        else
        {
            Columns.Write(cli.Console, task is null ? Headers : [.. Headers, task.ToUpperInvariant()], list.Models.Select(model => Row(model, task)));
        }

        foreach (var problem in list.Problems ?? [])
        {
            cli.Console.Problem($"{CliContext.Tilde(problem.Path)}{(problem.Line is { } line ? $":{line}" : "")}: {problem.Reason}");
        }

        if (cli.Console.ErrorIsTerminal && list.Models.Any(model => model is { Installed: false, CannotRun: null, Source: not null }))
        {
            cli.Console.Note("What a model is and needs: multillm show ID. To fetch one: multillm pull ID.");
        }
    }

    private static IReadOnlyList<string> Row(ModelInfo model, string? task)
    {
        List<string> row =
        [
            model.Id,
            model.Type ?? "-",
            Output.Count(model.Parameters),
            model.SizeBytes > 0 ? Output.Bytes(model.SizeBytes) : "-",
            (model.TrainedContextLength ?? model.ContextLength)?.ToString(CultureInfo.InvariantCulture) ?? "-",
            model.Installed ? "yes" : "-",
            FitWords.Of(model.Fit?.Verdict),
            model.Fit?.LongestContext is > 0 and var longest ? longest.ToString(CultureInfo.InvariantCulture) : "-",
            model.BestFor is { } best ? string.Join(", ", best) : "-",
        ];
        if (task is not null)
        {
            row.Add(model.Quality?.GetValueOrDefault(task) is { } quality ? quality.Score.ToString("0.0", CultureInfo.InvariantCulture) : "-");
        }

        return row;
    }
}
