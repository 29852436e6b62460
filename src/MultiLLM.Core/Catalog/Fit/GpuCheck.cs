using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Catalog.Fit;

/// <summary>How much of a model the GPUs would take.</summary>
internal static class GpuCheck
{
    public static GpuRoom Judge(ModelShape shape, LoadPlan plan, Footprint needs, FitRequest request, FitConditions conditions)
    {
        var asked = request.GpuLayers ?? (conditions.UseGpus ? -1 : 0);
        if (conditions.Gpus.Count == 0)
            return new GpuRoom(0, asked, 0, conditions.WithoutGpu);
        if (asked == 0)
            return new GpuRoom(0, 0, 0, conditions.UseGpus ? "On the processor, as asked." : "On the processor: ENABLE_GPU is off.");
        var placed = GpuPlacer.Place(shape, plan with { GpuLayers = asked }, needs, conditions.Gpus);
        return new GpuRoom(placed.Layers, asked, placed.Shares.Sum(share => share.Bytes), placed.Reason);
    }
}
