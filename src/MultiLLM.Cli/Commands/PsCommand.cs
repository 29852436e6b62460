using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Cli.Top;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class PsCommand
{
    private static readonly string[] Headers = ["ID", "STATE", "PROCESS", "MEMORY", "EXPECTED", "CONTEXT", "BUSY", "WAIT", "IDLE", "LOADED IN", "WHY"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var command = new Command("ps", "Show the models in memory, what they hold and why they are there, and those that failed.");
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var report = await client.GetResidencyAsync(token).ConfigureAwait(false);
            var shown = report.Models.Where(model => model.State != "unloaded" || model.Waiting > 0).ToList();
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, report with { Models = shown }, ApiJsonContext.Default.ResidencyReport);
            }
            else if (shown.Count == 0)
            {
                cli.Console.Note($"No model is loaded; up to {report.Budget.MaxConcurrentModels} fit.");
            }
            else
            {
                Columns.Write(cli.Console, Headers, shown.Select(Row));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static IReadOnlyList<string> Row(ResidentInfo model) =>
    [
        model.Id,
        TopScreen.State(model),
        model.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "-",
        Bytes(model.MeasuredBytes),
        Bytes(model.PredictedBytes),
        model.ContextLength?.ToString(CultureInfo.InvariantCulture) ?? "-",
        model.Slots is { } slots ? $"{model.InFlight} of {slots}" : "-",
        model.Waiting.ToString(CultureInfo.InvariantCulture),
        model.IdleSeconds is { } idle ? Output.Ago(TimeSpan.FromSeconds(idle)) : "-",
        model.LoadSeconds is { } seconds ? Output.Seconds(seconds) : "-",
        TopScreen.Why(model),
    ];

    private static string Bytes(long? bytes) => bytes is { } known ? Output.Bytes(known) : "-";
}
