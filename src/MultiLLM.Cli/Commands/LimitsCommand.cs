using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class LimitsCommand
{
    private static readonly string[] Headers = ["LIMIT", "OF", "USED", "SET ASIDE", "LEFT", "RESETS"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var key = new Argument<string?>("KEY") { Description = "Id of a key, such as key-abcdefgh; for administrators. Default: your own.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("limits", "Show what a key may use, and how much of it is left.") { key };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var report = await (parsed.GetValue(key) is { } id
                ? client.GetLimitsAsync(id, token)
                : client.GetLimitsAsync(token)).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, report, ApiJsonContext.Default.LimitReport);
                return ExitCode.Ok;
            }

            cli.Console.Out.WriteLine(cli.Console.ForOut($"{report.Name}{(report.KeyId is { } known ? $" ({known})" : "")}, priority {report.Priority}"));
            if (report.Limits.Count == 0)
            {
                cli.Console.Note("It has no limits.");
            }
            else
            {
                Columns.Write(cli.Console, Headers, report.Limits.Select(Row));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static IReadOnlyList<string> Row(LimitInfo limit) =>
    [
        limit.Name.Replace('_', ' '),
        Number(limit.Limit),
        Number(limit.Used),
        Number(limit.Reserved),
        Number(limit.Remaining),
        limit.ResetsAt is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "-",
    ];

    private static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
