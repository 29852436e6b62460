using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Commands;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Audit;

/// <summary><c>multillm audit hold</c></summary>
internal static class HoldCommand
{
    private static readonly string[] Headers = ["HOLD", "KEY", "CONVERSATION", "FROM", "TO", "PLACED", "BY", "REASON"];

    public static Command Create(CliContext cli, CommonOptions common) => new("hold", "Keep what somebody may ask for from being deleted.")
    {
        Place(cli, common),
        Lift(cli, common),
        List(cli, common),
    };

    private static Command Place(CliContext cli, CommonOptions common)
    {
        var reason = new Option<string>("--reason") { Description = "Why; it is kept in the log.", HelpName = "TEXT", Required = true };
        var key = new Option<string?>("--key") { Description = "Only what came with this key, by its public id.", HelpName = "ID" };
        var conversation = new Option<string?>("--conversation") { Description = "Only what belongs to this conversation.", HelpName = "ID" };
        var from = new Option<DateTimeOffset?>("--from") { Description = "Only from this time on.", HelpName = "TIME" };
        var to = new Option<DateTimeOffset?>("--to") { Description = "Only before this time.", HelpName = "TIME" };
        var command = new Command("place", "Place a hold. Without a scope it covers everything.") { reason, key, conversation, from, to };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var request = new HoldRequest
            {
                Reason = parsed.GetValue(reason)!,
                Key = parsed.GetValue(key),
                Conversation = parsed.GetValue(conversation),
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
            };
            Show(cli, [await client.PlaceHoldAsync(request, token).ConfigureAwait(false)], parsed.GetValue(common.Json));
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command Lift(CliContext cli, CommonOptions common)
    {
        var id = new Argument<string>("ID") { Description = "As multillm audit hold list shows it." };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept in the log.", HelpName = "TEXT", Required = true };
        var command = new Command("lift", "Lift a hold.") { id, reason };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            Show(cli, [await client.LiftHoldAsync(parsed.GetValue(id)!, parsed.GetValue(reason)!, token).ConfigureAwait(false)], parsed.GetValue(common.Json));
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command List(CliContext cli, CommonOptions common)
    {
        var command = new Command("list", "Show the holds in force.");
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var list = await client.GetHoldsAsync(token).ConfigureAwait(false);
            Show(cli, list.Holds, parsed.GetValue(common.Json));
            if (list.Holds.Count == 0 && !parsed.GetValue(common.Json))
            {
                cli.Console.Note("Nothing is held.");
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static void Show(CliContext cli, IReadOnlyList<HoldInfo> holds, bool json)
    {
        if (json)
        {
            foreach (var hold in holds)
            {
                Output.WriteJson(cli, hold, ApiJsonContext.Default.HoldInfo);
            }
        }
        else if (holds.Count > 0)
        {
            Columns.WriteWithSentences(cli.Console, Headers, [.. holds.Select(Row)]);
        }
    }

    private static IReadOnlyList<string> Row(HoldInfo hold) =>
        [hold.Id, hold.Key ?? "all", hold.Conversation ?? "all", Time(hold.From), Time(hold.To), Time(hold.PlacedAt), hold.PlacedBy, hold.Reason];

    private static string Time(DateTimeOffset? time) => time is { } at ? at.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "-";
}
