using System.Globalization;
using MultiLLM.Cli.Commands;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Top;

/// <summary>Draws a snapshot as lines of plain text, made inert and cut to the width.</summary>
internal static class TopScreen
{
    private const int BarWidth = 20;
    private const int MostEvents = 8;
    private static readonly string[] Headers = ["ID", "STATE", "MEMORY", "EXPECTED", "CONTEXT", "BUSY", "WAIT", "IDLE", "WHY"];

    /// <param name="snapshot">What to show.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows at most; models come before events.</param>
    public static IReadOnlyList<string> Draw(TopSnapshot snapshot, int width, int height)
    {
        var lines = new List<string>(Machine(snapshot.Resources));
        lines.Add(Budget(snapshot.Residency));
        lines.Add("");
        lines.AddRange(Models(snapshot.Residency));
        if (snapshot.Events.Count > 0 && height - lines.Count > 2)
        {
            lines.Add("");
            lines.AddRange(snapshot.Events.TakeLast(Math.Min(MostEvents, height - lines.Count)).Select(Event));
        }

        return [.. lines.Take(height).Select(line => TerminalText.Line(line, width))];
    }

    private static IEnumerable<string> Machine(ResourcesReport report)
    {
        var memory = report.Memory;
        var used = memory.TotalBytes - memory.AvailableBytes;
        yield return $"Memory  {Bar(Share(used, memory.TotalBytes))} {Output.Bytes(used)} of {Output.Bytes(memory.TotalBytes)} used, {Output.Bytes(memory.AvailableBytes)} available";
        yield return $"CPU     {Bar(report.Cpu.Utilization)} {Percent(report.Cpu.Utilization)} of {report.Cpu.Cores} {(report.Cpu.Cores == 1 ? "core" : "cores")}, {report.Cpu.Model}";
        foreach (var gpu in report.Gpus.Where(gpu => gpu.TotalBytes > 0))
        {
            var taken = gpu.TotalBytes - gpu.FreeBytes;
            yield return $"GPU {gpu.Index,-3} {Bar(Share(taken, gpu.TotalBytes))} {Output.Bytes(taken)} of {Output.Bytes(gpu.TotalBytes)} used, {Percent(gpu.Utilization)} busy, {gpu.Name}";
        }

        yield return $"GPU     {report.GpuUse.Note}";
        yield return $"Disk    {Bar(Share(report.Disk.TotalBytes - report.Disk.FreeBytes, report.Disk.TotalBytes))} {Output.Bytes(report.Disk.FreeBytes)} of {Output.Bytes(report.Disk.TotalBytes)} free, {report.Disk.Folder}";
    }

    private static string Budget(ResidencyReport report)
    {
        var budget = report.Budget;
        var memory = budget is { BudgetBytes: { } most, TakenBytes: { } taken } ? $", {Output.Bytes(taken)} of {Output.Bytes(most)} taken" : "";
        return $"Models  {budget.ModelsInMemory} of {budget.MaxConcurrentModels} in memory{memory}; {Requests(report.InFlight)} at work, {report.Waiting} waiting";
    }

    private static IEnumerable<string> Models(ResidencyReport report)
    {
        var rows = report.Models.Select(Row).Prepend(Headers).ToList();
        var widths = Enumerable.Range(0, Headers.Length - 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Concat(row.Take(widths.Length).Select((cell, column) => cell.PadRight(widths[column] + 2))) + row[^1]);
    }

    private static string[] Row(ResidentInfo model) =>
    [
        TerminalText.Line(model.Id),
        State(model),
        Bytes(model.MeasuredBytes),
        Bytes(model.PredictedBytes),
        model.ContextLength?.ToString(CultureInfo.InvariantCulture) ?? "-",
        model.Slots is { } slots ? $"{model.InFlight} of {slots}" : "-",
        model.Waiting.ToString(CultureInfo.InvariantCulture),
        model.IdleSeconds is { } idle ? Output.Ago(TimeSpan.FromSeconds(idle)) : "-",
        Why(model),
    ];

    public static string State(ResidentInfo model) =>
        model.LoadProgress is { } progress ? $"{model.State} {Percent(progress)}"
        : model.Pinned ? $"{model.State}, pinned"
        : model.State;

    /// <summary>Of a model that is in memory why it came, of another why it went.</summary>
    public static string Why(ResidentInfo model) => (model.State switch
    {
        "failed" => model.LastError,
        "unloaded" => model.WhyEvicted ?? model.LastError,
        _ => model.WhyLoaded,
    }) ?? "-";

    private static string Event(EventInfo happened) =>
        $"{happened.Time.ToLocalTime():HH:mm:ss}  {happened.Kind,-19} {(happened.ModelId is { } model ? model + ": " : "")}{happened.Message}";

    private static string Bytes(long? bytes) => bytes is { } known ? Output.Bytes(known) : "-";

    private static string Requests(int count) => count == 1 ? "1 request" : $"{count} requests";

    private static double? Share(long part, long whole) => whole > 0 ? (double)part / whole : null;

    private static string Percent(double? share) => share?.ToString("P0", CultureInfo.InvariantCulture) ?? "?";

    private static string Bar(double? share)
    {
        var full = (int)Math.Round(Math.Clamp(share ?? 0, 0, 1) * BarWidth);
        return $"[{new string('|', full)}{new string(' ', BarWidth - full)}]";
    }
}
