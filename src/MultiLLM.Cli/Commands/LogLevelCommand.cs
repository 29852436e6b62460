using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class LogLevelCommand
{
    private static readonly string[] Headers = ["CATEGORY", "LEVEL", "UNTIL"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var category = new Argument<string?>("CATEGORY") { Description = "Default, or the beginning of loggers' names, for example MultiLLM.Core.Residency.", Arity = ArgumentArity.ZeroOrOne };
        var level = new Argument<string?>("LEVEL")
        {
            Description = "trace (logs what people wrote), debug, information, warning, error, critical, none; configured: as before.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var seconds = new Option<int?>("--seconds") { Description = "Then it goes back. Default: when the service restarts.", HelpName = "N" };
        var command = new Command("log-level", "Show what a running service logs, or change it.") { category, level, seconds };
        command.Validators.Add(result =>
        {
            if (result.GetValue(level) is null && result.GetValue(seconds) is not null)
            {
                result.AddError("--seconds goes with a level.");
            }
        });
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var only = parsed.GetValue(category);
            var report = parsed.GetValue(level) is { } wanted
                ? await client.SetLogLevelAsync(
                    new LogLevelRequest { Category = only, Level = wanted, Seconds = parsed.GetValue(seconds) }, token).ConfigureAwait(false)
                : await client.GetLogLevelsAsync(token).ConfigureAwait(false);
            if (only is not null)
            {
                report = new LogLevelReport([.. report.Levels.Where(shown => Says(shown.Category, only))]);
            }

            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, report, ApiJsonContext.Default.LogLevelReport);
            }
            else
            {
                Columns.Write(cli.Console, Headers, report.Levels.Select(Row));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    /// <summary>The category's own level and those it has it from.</summary>
    private static bool Says(string category, string only) =>
        category == "Default" || only.StartsWith(category, StringComparison.OrdinalIgnoreCase) || category.StartsWith(only, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<string> Row(LogLevelInfo level) =>
    [
        level.Category,
        level.Level,
        level.RevertsAt is { } at ? at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture) : level.Changed ? "restart" : "",
    ];
}
