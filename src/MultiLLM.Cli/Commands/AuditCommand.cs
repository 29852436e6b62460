using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Audit;
using MultiLLM.Cli.Hosting;
using MultiLLM.Cli.Terminal;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

/// <summary><c>multillm audit</c>: what was done and decided, and the proof of it.</summary>
internal static class AuditCommand
{
    private static readonly string[] Headers = ["SEQ", "TIME", "ACTION", "OUTCOME", "ACTOR", "SUBJECT", "DETAILS"];

    public static Command Create(CliContext cli, CommonOptions common) => new("audit", "Show, check and export what was done and decided, and what must not be deleted.")
    {
        List(cli, common),
        AuditVerifyCommand.Create(cli, common),
        Export(cli, common),
        Checkpoint(cli, common),
        HoldCommand.Create(cli, common),
    };

    private static Command List(CliContext cli, CommonOptions common)
    {
        var filter = new AuditFilterOptions();
        var limit = new Option<int>("--limit", "-n") { Description = "How many, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new Command("list", "Show entries, the newest first.") { limit };
        filter.AddTo(command);
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var page = await client.GetAuditAsync(filter.Query(parsed), limit: parsed.GetValue(limit), cancellationToken: token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                foreach (var entry in page.Entries)
                {
                    Output.WriteJson(cli, entry, ApiJsonContext.Default.AuditEntryInfo);
                }
            }
            else
            {
                Columns.Write(cli.Console, Headers, page.Entries.Select(Row));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command Export(CliContext cli, CommonOptions common)
    {
        var filter = new AuditFilterOptions();
        var format = new Option<string>("--format") { Description = "Of the file.", DefaultValueFactory = _ => "ndjson" };
        format.AcceptOnlyFromAmong("ndjson", "csv");
        var file = new Option<string?>("--output", "-o") { Description = "Where to write it. Default: standard output.", HelpName = "FILE" };
        var command = new Command("export", "Write entries into a file, the oldest first.") { format, file };
        filter.AddTo(command);
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var output = parsed.GetValue(file) is { } path ? NamedFile.Create(path) : Console.OpenStandardOutput();
            await using var _ = output.ConfigureAwait(false);
            await client.ExportAuditAsync(parsed.GetValue(format)!, output, filter.Query(parsed), token).ConfigureAwait(false);
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command Checkpoint(CliContext cli, CommonOptions common)
    {
        var command = new Command("checkpoint", "Sign the log as it is now and print it as JSON. Keep that where the service's machine cannot write.");
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            Output.WriteJson(cli, await client.SignAuditAsync(token).ConfigureAwait(false), ApiJsonContext.Default.AuditCheckpointInfo);
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static IReadOnlyList<string> Row(AuditEntryInfo entry) =>
    [
        entry.Sequence.ToString(CultureInfo.InvariantCulture),
        entry.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        entry.Action,
        entry.Outcome,
        entry.Key is { } key && key != entry.Actor ? $"{entry.Actor} ({key})" : entry.Actor,
        entry.Subject ?? "",
        entry.Action == "audit.checkpoint" ? "" : string.Join(", ", (entry.Details ?? new Dictionary<string, string>()).Select(detail => $"{detail.Key} {detail.Value}")),
    ];
}
