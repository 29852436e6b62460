using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MultiLLM.Cli.Terminal;
using MultiLLM.Cli.Commands;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Audit;

/// <summary><c>multillm audit verify</c></summary>
internal static class AuditVerifyCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var folder = new Option<string?>("--folder") { Description = "The log's files. Default: the folder audit in MULTILLM_HOME.", HelpName = "FOLDER" };
        var key = new Option<string?>("--public-key") { Description = "PEM file of the key that signed. Default: those in the folder keys in MULTILLM_HOME.", HelpName = "FILE" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "What multillm audit checkpoint printed earlier: nothing before it may be missing or changed.", HelpName = "FILE" };
        var command = new Command("verify", "Check that nobody changed the log: reads its files, needs no service. With --url the service there checks its own. Ends with 1 where something is wrong.")
        {
            folder, key, checkpoint,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var kept = parsed.GetValue(checkpoint);
            var remote = parsed.GetValue(common.Url) is { Length: > 0 } && parsed.GetValue(folder) is null;
            var found = remote
                ? await AskAsync(cli, common, parsed, kept, cancellationToken).ConfigureAwait(false)
                : await AuditFileCheck.RunAsync(
                    cli, parsed.GetValue(folder) ?? Path.Combine(cli.Home, "audit"), Path.Combine(cli.Home, "keys"), parsed.GetValue(key), kept, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, found, ApiJsonContext.Default.AuditVerificationInfo);
            }
            else
            {
                Show(cli, found);
            }

            return found.Intact ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<AuditVerificationInfo> AskAsync(CliContext cli, CommonOptions common, ParseResult parsed, string? kept, CancellationToken cancellationToken)
    {
        var checkpoint = kept is null ? null : await ReadAsync(kept, cancellationToken).ConfigureAwait(false);
        AuditVerificationInfo? found = null;
        await OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            found = await client.VerifyAuditAsync(checkpoint, token).ConfigureAwait(false);
            return ExitCode.Ok;
        }, cancellationToken).ConfigureAwait(false);
        return found!;
    }

    private static async Task<AuditCheckpointInfo> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var json = await NamedFile.ReadAsync(path, "The checkpoint", cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(json, ApiJsonContext.Default.AuditCheckpointInfo) ?? throw new JsonException("null");
        }
        catch (JsonException)
        {
            throw new CliFailure(ExitCode.Usage, "invalid_checkpoint", $"{path} is no checkpoint as multillm audit checkpoint prints it.");
        }
    }

    private static void Show(CliContext cli, AuditVerificationInfo found)
    {
        var console = cli.Console;
        var range = found.Entries == 0 ? "no entries"
            : string.Create(CultureInfo.InvariantCulture, $"entries {found.First} to {found.Last} in {found.Files} {(found.Files == 1 ? "file" : "files")}");
        console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(found.Intact ? "Intact" : "CHANGED")}: {range}, {found.Checkpoints} signatures hold, signed up to {found.SignedTo}."));
        if (found.Last > found.SignedTo)
        {
            console.Note(string.Create(CultureInfo.InvariantCulture, $"{found.Last - found.SignedTo} newer entries are chained and not signed yet."));
        }

        if (found.PrunedTo > 0)
        {
            console.Note(string.Create(CultureInfo.InvariantCulture, $"Entries up to {found.PrunedTo} were removed after they were signed off."));
        }

        if (found.TornBytes > 0)
        {
            console.Note(string.Create(CultureInfo.InvariantCulture, $"The last entry was cut off in the middle ({found.TornBytes} bytes of it are there), as a crash does."));
        }

        foreach (var problem in found.Problems)
        {
            console.Problem(problem);
        }

        if (found.ProblemCount > found.Problems.Count)
        {
            console.Problem(string.Create(CultureInfo.InvariantCulture, $"and {found.ProblemCount - found.Problems.Count} more"));
        }
    }
}
