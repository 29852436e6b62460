using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class HealthCommand
{
    private static readonly string[] Headers = ["MODEL", "HEALTH", "SCORE", "STATE", "REQUESTS 1h", "FAILED", "CRASHES", "BASELINE"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var model = new Option<string?>("--model", "-m") { Description = "Only this model.", HelpName = "ID" };
        var command = new Command("health", "Show how the service and its models do, and what could be better. Exit code 1: unhealthy.") { model };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var id = parsed.GetValue(model) is { } named ? (await client.GetModelAsync(named, token).ConfigureAwait(false)).Id : null;
            var health = await client.GetHealthAsync(token).ConfigureAwait(false);
            if (id is not null)
            {
                health = health with { Models = [.. health.Models.Where(known => known.Id == id)], Deductions = [.. health.Deductions.Where(known => known.ModelId == id)] };
            }

            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, health, ApiJsonContext.Default.HealthOverview);
            }
            else
            {
                Show(cli, health, isWhole: id is null);
            }

            var status = id is null ? health.Status : health.Models.Count > 0 ? health.Models[0].Status : "no_data";
            return status == "unhealthy" ? ExitCode.Failed : ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static void Show(CliContext cli, HealthOverview health, bool isWhole)
    {
        var console = cli.Console;
        if (isWhole)
        {
            console.Out.WriteLine(console.ForOut($"{Word(health.Status)}, {health.Score.ToString(CultureInfo.InvariantCulture)} of 100{Parts(health.Parts)}"));
        }

        if (health.Models.Count > 0)
        {
            Columns.Write(console, Headers, health.Models.Select(Row));
        }

        // One model's points are its own; in the whole they count by its share.
        foreach (var deduction in isWhole ? health.Deductions : health.Models.SelectMany(model => model.Deductions))
        {
            console.Out.WriteLine(console.ForOut($"-{deduction.Points.ToString(CultureInfo.InvariantCulture)} {deduction.Part}: {deduction.Reason}"));
            console.Out.WriteLine(console.ForOut($"   {deduction.Advice}{Command(deduction.Action)}"));
        }
    }

    private static IReadOnlyList<string> Row(ModelHealthInfo model) =>
    [
        model.Id,
        Word(model.Status),
        model.Score?.ToString(CultureInfo.InvariantCulture) ?? "-",
        model.State,
        Output.Count(model.Requests),
        Output.Count(model.Failed),
        Output.Count(model.Crashes),
        model.BaselineAnswers > 0 ? $"{Output.Count(model.BaselineAnswers)} answers" : "-",
    ];

    private static string Word(string status) => status.Replace('_', ' ');

    private static string Parts(IReadOnlyList<HealthPartInfo> parts)
    {
        var lost = parts.Where(part => part.Lost > 0).Select(part => $"{part.Name} -{part.Lost.ToString(CultureInfo.InvariantCulture)}").ToList();
        return lost.Count > 0 ? $" ({string.Join(", ", lost)})" : "";
    }

    private static string Command(HealthActionInfo? action) => action?.Action switch
    {
        "unload" => $" (multillm unload {action.Model})",
        "load" => $" (multillm load {action.Model})",
        "reload" => $" (multillm unload {action.Model}; multillm load {action.Model})",
        _ => "",
    };
}
