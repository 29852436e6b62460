using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Cli.Commands;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Governance;

/// <summary><c>multillm governance report</c></summary>
internal static class GovernanceReportCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var html = new Option<string?>("--html") { Description = "Write it as a page that can be printed into this file.", HelpName = "FILE" };
        var from = new Option<DateTimeOffset?>("--from") { Description = "Begin of the period. Default: 30 days before its end.", HelpName = "TIME" };
        var to = new Option<DateTimeOffset?>("--to") { Description = "End of the period, not included. Default: now.", HelpName = "TIME" };
        var command = new Command("report", "Tell what an auditor has to know: models, uses, incidents, settings, evidence.") { html, from, to };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var (begin, end) = (parsed.GetValue(from), parsed.GetValue(to));
            if (parsed.GetValue(html) is { } path)
            {
                var file = NamedFile.Create(path);
                await using var _ = file.ConfigureAwait(false);
                await client.CopyGovernancePageAsync(file, begin, end, token).ConfigureAwait(false);
                cli.Console.Note($"The report is in {path}.");
                return ExitCode.Ok;
            }

            var report = await client.GetGovernanceReportAsync(begin, end, token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, report, ApiJsonContext.Default.GovernanceReportInfo);
            }
            else
            {
                Show(cli, report);
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static void Show(CliContext cli, GovernanceReportInfo report)
    {
        var console = cli.Console;
        console.Out.WriteLine($"Governance report, {Day(report.From)} to {Day(report.To)}");
        console.Out.WriteLine(report.Evidence.Verification switch
        {
            null => console.ForOut($"Audit log: not checked: {report.Evidence.Problem}"),
            { Intact: true } found => $"Audit log: intact, {Output.Count(found.Entries)} entries, signed up to {found.SignedTo}",
            var found => $"Audit log: CHANGED, {found.ProblemCount} faults",
        });
        console.Out.WriteLine($"Incidents: {report.Incidents.Count}");
        console.Out.WriteLine($"Requests: {Output.Count(report.Uses.Where(use => use.By == "model").Sum(use => use.Requests))}");
        GovernanceSheet.Write(console, new GovernedModelList(report.ApprovedOnly, report.Models));
        console.Note("All of it: --html FILE, or --json.");
    }

    private static string Day(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
