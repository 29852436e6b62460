using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Compare;
using MultiLLM.Cli.Terminal;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class StatsCommand
{
    private static readonly string[] Headers =
        ["REQUESTS", "OK", "TOKENS IN", "OUT", "ANSWER p50", "p95", "FIRST TOKEN p50", "p95", "TOKENS/s", "QUEUE p95", "LOADS", "WORK"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var since = new Option<string?>("--since") { Description = "How far back: 90m, 24h, 7d, 4w. Default: 24h; of --efficiency 7d.", HelpName = "DURATION" };
        var by = new Option<string>("--by") { Description = "What to group by.", DefaultValueFactory = _ => "model" };
        by.AcceptOnlyFromAmong("model", "task", "key", "hour", "day");
        var model = new Option<string?>("--model", "-m") { Description = "Only what this model answered.", HelpName = "ID" };
        var zone = new Option<string?>("--tz") { Description = "Time zone of hours and days. Default: this machine's.", HelpName = "ZONE" };
        var efficiency = new Option<bool>("--efficiency") { Description = "What each model is worth for what it takes, and which could go." };
        var elo = new Option<bool>("--elo") { Description = "What the votes on compared answers come to; --task for one task only." };
        var task = new Option<string?>("--task") { Description = "Only requests, or votes, on this task.", HelpName = "TASK" };
        var command = new Command("stats", "Show how much the models are used, how fast they are and how well they do.")
        {
            since, by, model, task, zone, efficiency, elo,
        };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            if (parsed.GetValue(efficiency))
            {
                return await ShowEfficiencyAsync(cli, client, parsed.GetValue(since), parsed.GetValue(common.Json), token).ConfigureAwait(false);
            }

            if (parsed.GetValue(elo))
            {
                return await ShowEloAsync(cli, client, parsed.GetValue(task), parsed.GetValue(common.Json), token).ConfigureAwait(false);
            }

            var query = new AnalyticsQuery
            {
                Since = parsed.GetValue(since) ?? "24h",
                Task = parsed.GetValue(task),
                By = parsed.GetValue(by),
                Model = parsed.GetValue(model),
                TimeZone = parsed.GetValue(zone) ?? LocalZone(),
            };
            var summary = await client.GetAnalyticsAsync(query, token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, summary, ApiJsonContext.Default.AnalyticsSummary);
            }
            else
            {
                Show(cli, summary);
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static async Task<int> ShowEfficiencyAsync(CliContext cli, MultiLLMClient client, string? since, bool json, CancellationToken cancellationToken)
    {
        var reply = await client.GetEfficiencyAsync(new AnalyticsQuery { Since = since }, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            Output.WriteJson(cli, reply, ApiJsonContext.Default.EfficiencyReply);
        }
        else
        {
            EfficiencySheet.Write(cli.Console, reply);
        }

        return ExitCode.Ok;
    }

    private static async Task<int> ShowEloAsync(CliContext cli, MultiLLMClient client, string? task, bool json, CancellationToken cancellationToken)
    {
        var reply = await client.GetEloAsync(task, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            Output.WriteJson(cli, reply, ApiJsonContext.Default.EloReply);
        }
        else
        {
            EloSheet.Write(cli.Console, reply);
        }

        return ExitCode.Ok;
    }

    private static void Show(CliContext cli, AnalyticsSummary summary)
    {
        if (summary.Total.Requests + summary.Total.FailedAttempts == 0)
        {
            cli.Console.Note($"No requests since {summary.From.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}.");
        }
        else
        {
            // What keeping models in memory cost is known of models only.
            var showsHeld = summary.Groups.Any(group => group.HeldByteSeconds is not null);
            var showsCost = summary.Total.Cost is not null;
            string[] headers = [summary.By.ToUpperInvariant(), .. Headers, .. Where(showsHeld, "HELD"), .. Where(showsCost, "COST")];
            var groups = summary.Groups.Select(group => (group.Name, group.Figures, group.HeldByteSeconds));
            if (summary.Groups.Count != 1)
            {
                groups = groups.Append(("all", summary.Total, summary.HeldByteSeconds));
            }

            Columns.Write(cli.Console, headers, groups.Select(group => (IReadOnlyList<string>)
            [
                .. Row(group.Name, group.Figures), .. Where(showsHeld, GigabyteHours(group.HeldByteSeconds)), .. Where(showsCost, Output.Cost(group.Figures.Cost)),
            ]));
        }

        if (Trouble(summary.Recording) is { } trouble)
        {
            cli.Console.Problem(trouble);
        }
    }

    private static string[] Where(bool isShown, string cell) => isShown ? [cell] : [];

    private static string[] Row(string name, RequestFigures figures) =>
    [
        name,
        Output.Count(figures.Requests),
        figures.SuccessRate is { } rate ? rate.ToString(rate < 1 ? "0.0 %" : "0 %", CultureInfo.InvariantCulture) : "-",
        Output.Count(figures.PromptTokens),
        Output.Count(figures.CompletionTokens),
        Seconds(figures.LatencySeconds, figures.LatencySeconds.P50),
        Seconds(figures.LatencySeconds, figures.LatencySeconds.P95),
        Seconds(figures.TimeToFirstTokenSeconds, figures.TimeToFirstTokenSeconds.P50),
        Seconds(figures.TimeToFirstTokenSeconds, figures.TimeToFirstTokenSeconds.P95),
        figures.TokensPerSecond.Count > 0 ? figures.TokensPerSecond.P50.ToString("0.#", CultureInfo.InvariantCulture) : "-",
        Seconds(figures.QueueSeconds, figures.QueueSeconds.P95),
        Output.Count(figures.LoadSeconds.Count),
        Output.Seconds(figures.MachineSeconds),
    ];

    private static string GigabyteHours(double? byteSeconds) =>
        byteSeconds is { } held ? (held / 3.6e12).ToString(held < 3.6e13 ? "0.00" : "0", CultureInfo.InvariantCulture) + " GB h" : "-";

    private static string Seconds(Distribution of, double value) => of.Count > 0 ? Output.Seconds(value) : "-";

    private static string? Trouble(RecordingInfo recording) => recording switch
    {
        { Enabled: false } => "Recording is switched off.",
        { Problem: { } problem } => $"{problem} {Output.Count(recording.Waiting)} records wait, {Output.Count(recording.Lost)} are lost.",
        { Lost: > 0 } => $"{Output.Count(recording.Lost)} records are lost since the service started.",
        { LostByKill: > 0 } => $"{Output.Count(recording.LostByKill)} records were lost when the service was killed.",
        _ => null,
    };

    /// <summary>Null where this machine's zone has no name that the service would know.</summary>
    private static string? LocalZone() => TimeZoneInfo.Local.HasIanaId ? TimeZoneInfo.Local.Id : null;
}
