using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

/// <summary>What each model is worth for what it takes.</summary>
internal static class EfficiencySheet
{
    private static readonly string[] Headers = ["MODEL", "QUALITY", "ANSWER", "PER SECOND", "MEMORY", "PER GB", "BEST AT", "WITHOUT IT", "IDLE"];

    public static void Write(CliConsole console, EfficiencyReply reply)
    {
        if (reply.Models.Count > 0)
        {
            var showsCost = reply.Models.Any(model => model.Cost is not null);
            Columns.Write(
                console, showsCost ? [.. Headers, "COST"] : Headers, reply.Models.Select(model => showsCost ? [.. Row(model), Output.Cost(model.Cost)] : Row(model)));
            console.Out.WriteLine();
        }

        console.Out.WriteLine(console.ForOut(reply.Advice));
        if (reply.Requests == 0)
        {
            console.Note("There were no requests in this period, so all tasks weigh the same.");
        }

        if (reply.Models.Any(model => !model.Measured))
        {
            console.Note("~ expected: the model answered nothing in this period.");
        }
    }

    private static string[] Row(ModelEfficiencyInfo model) =>
    [
        model.ModelId,
        Number(model.Quality, "0.0"),
        $"{(model.Measured ? "" : "~")}{Output.Seconds(model.SecondsPerAnswer)}",
        Number(model.QualityPerSecond, "0.##"),
        $"{Output.Bytes(model.Bytes)}{(model.Loaded ? "" : " if loaded")}",
        Number(model.QualityPerGigabyte, "0.##"),
        $"{Number(model.BestShare * 100, "0")} %",
        model.BestShare > 0 ? $"{Number(-model.QualityLost, "+0.0;-0.0;0")} points" : "-",
        model.IdleHours is { } hours ? Output.Ago(TimeSpan.FromHours(hours)) : "never asked",
    ];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
