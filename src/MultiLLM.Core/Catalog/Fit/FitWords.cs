using System.Globalization;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Catalog.Fit;

/// <summary>What stands against a model, in words and numbers.</summary>
internal static class FitWords
{
    public static List<string> Problems(ModelDefinition model, FitRequest request, ModelFit fit)
    {
        var problems = new List<string>();
        if (request.ContextLength > model.TrainedContextLength)
            problems.Add($"{model.Id} was trained for {model.TrainedContextLength} tokens, not {request.ContextLength}.");
        if (!fit.Fits)
            problems.Add(MemoryIsShort(fit));
        if (fit.Disk is { IsShort: true } disk)
            problems.Add($"Its file of {Bytes(disk.NeededBytes!.Value)} does not fit the disk: {disk.Folder} has {Bytes(disk.FreeBytes!.Value)} free.");
        if (request.GpuLayers is not (null or 0) && fit.Gpu.Layers < (request.GpuLayers > 0 ? request.GpuLayers : 1))
            problems.Add(fit.Gpu.Reason);
        return problems;
    }

    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => (bytes / 1e9).ToString("0.0#", CultureInfo.InvariantCulture) + " GB",
        >= 1_000_000 => (bytes / 1e6).ToString("0", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " kB",
    };

    private static string MemoryIsShort(ModelFit fit)
    {
        var (needs, memory) = (fit.Needs!, fit.Memory);
        var unloading = memory.ReclaimableBytes > 0 ? $", idle models hold {Bytes(memory.ReclaimableBytes)}" : "";
        var margin = needs.Source == FootprintSource.Predicted ? ", and a margin" : "";
        var onGpu = fit.Gpu.Bytes > 0 ? $"{Bytes(fit.Gpu.Bytes)} of it go to GPUs; " : "";
        return $"With a context of {fit.Plan!.ContextLength} tokens it needs {Bytes(fit.NeededBytes)} of memory ({Bytes(needs.WeightBytes)} weights, "
            + $"{Bytes(needs.KvBytes)} keys and values, {Bytes(needs.ComputeBytes)} computing, {Bytes(needs.OverheadBytes)} process{margin}); "
            + $"{onGpu}{Bytes(memory.FreeBytes)} are free{unloading}, and {Bytes(memory.ReserveBytes)} stay reserved.";
    }
}
