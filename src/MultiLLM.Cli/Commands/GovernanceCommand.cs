using System.CommandLine;
using MultiLLM.Cli.Governance;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

/// <summary><c>multillm governance</c>: which models may be used, and the report for those who audit.</summary>
internal static class GovernanceCommand
{
    public static Command Create(CliContext cli, CommonOptions common) => new("governance", "Approve or reject models, and make the report for auditors.")
    {
        List(cli, common),
        Decide(cli, common, "approve", "approved", "Approve a model as its file is now."),
        Decide(cli, common, "reject", "rejected", "Reject a model: it answers no request any more."),
        Withdraw(cli, common),
        GovernanceReportCommand.Create(cli, common),
    };

    private static Command List(CliContext cli, CommonOptions common)
    {
        var command = new Command("list", "Show each model with licence, source, digest and what was decided about it.");
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var list = await client.GetGovernedModelsAsync(token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, list, ApiJsonContext.Default.GovernedModelList);
            }
            else
            {
                GovernanceSheet.Write(cli.Console, list);
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command Decide(CliContext cli, CommonOptions common, string name, string verdict, string description)
    {
        var model = new Argument<string>("MODEL") { Description = "Id or alias." };
        var note = new Option<string?>("--note") { Description = "Why, or where it was decided.", HelpName = "TEXT" };
        var digest = new Option<string?>("--digest") { Description = "Only where the file has this SHA-256.", HelpName = "HEX" };
        var command = new Command(name, description) { model, note, digest };
        var approves = verdict == "approved";
        var tasks = Several("--task", "For this task only, such as code; may be given several times.");
        var keys = Several("--key", "For this key, by its public id; may be given several times.");
        var roles = Several("--role", "For this role: read_only, user or admin; may be given several times.");
        var until = new Option<DateTimeOffset?>("--until") { Description = "Not beyond this time.", HelpName = "TIME" };
        var license = new Option<string?>("--license") { Description = "The licence, where neither the file nor the catalog names one.", HelpName = "NAME" };
        if (approves)
        {
            foreach (var option in (ReadOnlySpan<Option>)[tasks, keys, roles, until, license])
            {
                command.Add(option);
            }
        }

        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var request = new ApprovalRequest
            {
                ModelId = parsed.GetValue(model)!,
                Verdict = verdict,
                Note = parsed.GetValue(note),
                Digest = parsed.GetValue(digest),
                Tasks = approves ? parsed.GetValue(tasks) : null,
                Keys = approves ? parsed.GetValue(keys) : null,
                Roles = approves ? parsed.GetValue(roles) : null,
                Until = approves ? parsed.GetValue(until) : null,
                License = approves ? parsed.GetValue(license) : null,
            };
            Show(cli, await client.DecideAsync(request, token).ConfigureAwait(false), verdict, parsed.GetValue(common.Json));
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command Withdraw(CliContext cli, CommonOptions common)
    {
        var model = new Argument<string>("MODEL") { Description = "Id or alias." };
        var command = new Command("withdraw", "Take a decision back.") { model };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            Show(cli, await client.WithdrawApprovalAsync(parsed.GetValue(model)!, token).ConfigureAwait(false), "undecided", parsed.GetValue(common.Json));
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Option<string[]> Several(string name, string description) => new(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => [] };

    private static void Show(CliContext cli, ApprovalInfo approval, string standing, bool json)
    {
        if (json)
        {
            Output.WriteJson(cli, approval, ApiJsonContext.Default.ApprovalInfo);
        }
        else
        {
            cli.Console.Out.WriteLine(cli.Console.ForOut($"{approval.ModelId} is {standing}{(approval.Digest is { } digest ? $", sha256 {digest}" : "")}."));
        }
    }
}
