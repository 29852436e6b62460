using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Server.Api;

internal static class FitDescription
{
    public static FitInfo Of(ModelFit fit) => new()
    {
        Verdict = EnumWords<FitVerdict>.Of(fit.Verdict),
        Fits = fit.Fits,
        ContextLength = fit.Plan?.ContextLength,
        LongestContext = fit.LongestContext,
        NeededBytes = fit.Needs is null ? null : fit.NeededBytes,
        Problems = fit.Problems,
    };

    public static ValidateReply Of(string modelId, bool installed, FitRequest request, ModelFit fit, ClosestModel? closest)
    {
        var asked = request.ContextLength ?? fit.Plan?.ContextLength;
        var memoryOk = fit.Verdict is FitVerdict.Remote || (fit.Needs is not null && (fit.Verdict is FitVerdict.Loaded || fit.NeededBytes <= fit.Memory.RoomAfterUnloadingBytes));
        return new ValidateReply
        {
            ModelId = modelId,
            Valid = fit.Fits,
            Verdict = EnumWords<FitVerdict>.Of(fit.Verdict),
            Installed = installed,
            Memory = new MemoryFitInfo
            {
                Ok = memoryOk,
                NeededBytes = fit.Needs is null ? null : fit.NeededBytes,
                WeightBytes = fit.Needs?.WeightBytes,
                KvBytes = fit.Needs?.KvBytes,
                ComputeBytes = fit.Needs?.ComputeBytes,
                OverheadBytes = fit.Needs?.OverheadBytes,
                Source = fit.Needs is { } needs ? EnumWords<FootprintSource>.Of(needs.Source) : null,
                TotalBytes = fit.Memory.TotalBytes,
                FreeBytes = fit.Memory.FreeBytes,
                ReserveBytes = fit.Memory.ReserveBytes,
                RoomBytes = Math.Max(0, fit.Memory.RoomBytes),
                ReclaimableBytes = fit.Memory.ReclaimableBytes,
            },
            Context = new ContextFitInfo(memoryOk && !(asked > fit.TrainedContextLength), asked, fit.TrainedContextLength, fit.LongestContext),
            Disk = fit.Disk is { } disk ? new DiskFitInfo(!disk.IsShort, disk.Folder, disk.NeededBytes, disk.FreeBytes) : null,
            Gpu = new GpuFitInfo(request.GpuLayers is null or 0 || fit.Gpu.Layers >= Math.Max(1, request.GpuLayers.Value), fit.Gpu.Layers, fit.Gpu.Bytes, fit.Gpu.Reason),
            Problems = fit.Problems,
            Advice = closest is null ? fit.Advice : [.. fit.Advice, $"{closest.Name} ({closest.Id}) fits{(closest.Installed ? "" : ", once it is fetched")}."],
            Closest = closest is null ? null : new ClosestModelInfo
            {
                Id = closest.Id,
                Name = closest.Name,
                Installed = closest.Installed,
                ContextLength = closest.Fit.Plan?.ContextLength,
                NeededBytes = closest.Fit.NeededBytes,
            },
        };
    }
}
