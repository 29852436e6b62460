using System.CommandLine;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class SettingsCommand
{
    private static readonly string[] Headers = ["SETTING", "VALUE", "DEFAULT", "FROM"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var text = new Argument<string?>("TEXT") { Arity = ArgumentArity.ZeroOrOne, Description = "Only settings whose name or description has it." };
        var changed = new Option<bool>("--changed") { Description = "Only what somebody has set." };
        var command = new Command("settings", "Show what a running service is configured with, and where that was said.") { text, changed };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var report = await client.GetSettingsAsync(token).ConfigureAwait(false);
            var shown = report.Settings
                .Where(setting => parsed.GetValue(text) is not { } wanted || Has(setting.Name, wanted) || Has(setting.Description ?? "", wanted))
                .Where(setting => !parsed.GetValue(changed) || setting.Source != "default")
                .ToList();
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, new SettingsReport(shown), ApiJsonContext.Default.SettingsReport);
            }
            else if (shown.Count == 0)
            {
                cli.Console.Note("There is no such setting.");
            }
            else
            {
                Columns.Write(cli.Console, Headers, shown.Select(Row));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static bool Has(string text, string wanted) => text.Contains(wanted, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<string> Row(SettingInfo setting) =>
        [setting.Name, setting.Value ?? "-", setting.Default ?? "-", setting.SourceName ?? setting.Source.Replace('_', ' ')];
}
