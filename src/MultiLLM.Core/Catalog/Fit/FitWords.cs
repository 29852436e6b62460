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
            problems.Add($"Its file of {Bytes.Text(disk.NeededBytes!.Value)} does not fit the disk: {disk.Folder} has {Bytes.Text(disk.FreeBytes!.Value)} free.");
        if (request.GpuLayers is not (null or 0) && fit.Gpu.Layers < (request.GpuLayers > 0 ? request.GpuLayers : 1))
            problems.Add(fit.Gpu.Reason);
        return problems;
    }

    private static string MemoryIsShort(ModelFit fit)
    {
        var (needs, memory) = (fit.Needs!, fit.Memory);
        var unloading = memory.ReclaimableBytes > 0 ? $", and {Bytes.Text(memory.ReclaimableBytes)} more when idle models are unloaded" : "";
        var margin = needs.Source == FootprintSource.Predicted ? ", and a margin" : "";
        var onGpu = fit.Gpu.Bytes > 0 ? $"{Bytes.Text(fit.Gpu.Bytes)} of it go to GPUs; " : "";
        return $"With a context of {fit.Plan!.ContextLength} tokens it needs {Bytes.Text(fit.NeededBytes)} of memory ({Bytes.Text(needs.WeightBytes)} weights, "
            + $"{Bytes.Text(needs.KvBytes)} keys and values, {Bytes.Text(needs.ComputeBytes)} computing, {Bytes.Text(needs.OverheadBytes)} process{margin}); "
            + $"{onGpu}there is room for {Bytes.Text(Math.Max(0, memory.RoomBytes))}{unloading}.";
    }
}
