using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

/// <summary>All there is to say about one model, one fact a line.</summary>
internal static class ModelSheet
{
    private const int LabelWidth = 14;

    public static void Write(CliContext cli, ModelInfo model, ValidateReply fit)
    {
        Line(cli, "", model.Description);
        Line(cli, "id", Names(model));
        Line(cli, "type", Words(", ", model.Type, model.Family, model.Kind));
        Line(cli, "size", Words(", ", Parameters(model), model.Quantization, model.SizeBytes > 0 ? Output.Bytes(model.SizeBytes) : null));
        Line(cli, "context", model.TrainedContextLength is { } trained ? $"trained for {Number(trained)} tokens" : null);
        Line(cli, "licence", model.License);
        Line(cli, "capabilities", Join(model.Capabilities));
        Line(cli, "best for", Join(model.BestFor));
        Line(cli, "speed", model.Speed?.Replace('_', ' '));
        Line(cli, "on GPUs", model.GpuAdvice);
        Line(cli, "file", File(model.Source));
        Line(cli, "state", State(model));
        foreach (var (task, quality) in model.Quality ?? new Dictionary<string, QualityInfo>())
        {
            Line(cli, task, $"{quality.Score.ToString("0.0", CultureInfo.InvariantCulture)} of 10: {quality.Source}");
        }

        Fit(cli, fit);
        Line(cli, "note", model.Notice);
    }

    private static void Fit(CliContext cli, ValidateReply fit)
    {
        Line(cli, "fits now", fit.Verdict switch
        {
            "loaded" => $"it is loaded with a context of {Number(fit.Context.Asked)} tokens",
            "fits" => $"yes, with a context of {Number(fit.Context.Asked)} tokens",
            "fits_after_unloading" => $"yes, with a context of {Number(fit.Context.Asked)} tokens, when idle models make room",
            "fits_with_less_context" => $"not with {Number(fit.Context.Asked)} tokens of context, but with up to {Number(fit.Context.Longest)}",
            "remote" => "it is on servers elsewhere and takes no memory here",
            "cannot_run" => "it cannot be run",
            "unknown" => "not known",
            _ => "no",
        });
        if (fit.Memory.NeededBytes is { } needed)
        {
            var memory = fit.Memory;
            Line(cli, "memory", $"needs {Output.Bytes(needed)} ({memory.Source}): weights {Output.Bytes(memory.WeightBytes ?? 0)}, keys and values "
                + $"{Output.Bytes(memory.KvBytes ?? 0)}, computing {Output.Bytes(memory.ComputeBytes ?? 0)}, process {Output.Bytes(memory.OverheadBytes ?? 0)}");
            Line(cli, "", $"room for {Output.Bytes(memory.RoomBytes)}: {Output.Bytes(memory.FreeBytes)} of {Output.Bytes(memory.TotalBytes)} are free, "
                + $"{Output.Bytes(memory.ReserveBytes)} stay reserved"
                + (memory.ReclaimableBytes > 0 ? $"; idle models hold {Output.Bytes(memory.ReclaimableBytes)}" : ""));
            Line(cli, "", fit.Context.Longest > 0 ? $"longest context that fits: {Number(fit.Context.Longest)} tokens" : null);
        }

        Line(cli, "GPU", fit.Gpu.Reason);
        if (fit.Disk is { } disk)
        {
            Line(cli, "disk", $"{(disk.NeededBytes is { } bytes ? Output.Bytes(bytes) : "size not known")} to fetch, "
                + $"{(disk.FreeBytes is { } free ? Output.Bytes(free) : "an unknown amount")} free in {CliContext.Tilde(disk.Folder)}");
        }

        foreach (var problem in fit.Problems)
        {
            Line(cli, "problem", problem);
        }

        foreach (var advice in fit.Advice)
        {
            Line(cli, "advice", advice);
        }
    }

    private static string? File(SourceInfo? source) => source is null ? null : Words(
        ", ", [source.Repository, .. source.Files.Select(file => file.Path), source.Files.All(file => file.Sha256 is not null) ? null : "no digest known"]);

    private static string Names(ModelInfo model) => model.Aliases.Count > 0 ? $"{model.Id} (also {string.Join(", ", model.Aliases)})" : model.Id;

    private static string? Parameters(ModelInfo model) => model.Parameters is null ? null : $"{Output.Count(model.Parameters)} parameters";

    private static string State(ModelInfo model) =>
        model.Installed ? model.State
        : model.CannotRun is not null ? "known, but cannot be run"
        : model.Source is null ? "not installed"
        : $"not installed; fetch it with: multillm pull {model.Id}";

    private static string? Join(IReadOnlyList<string>? words) => words is null ? null : string.Join(", ", words);

    private static string? Words(string separator, params string?[] words) =>
        words.Any(word => word is not null) ? string.Join(separator, words.Where(word => word is not null)) : null;

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static void Line(CliContext cli, string label, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            cli.Console.Out.WriteLine(TerminalText.Line($"{label.PadRight(LabelWidth)}{text}").TrimEnd());
        }
    }
}
