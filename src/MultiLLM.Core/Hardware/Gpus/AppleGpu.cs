namespace MultiLLM.Core.Hardware.Gpus;

/// <summary>The GPU of Apple's own chips: it works in main memory, of which macOS lets it hold about two thirds.</summary>
internal static class AppleGpu
{
    public static GpuDevice In(MemoryStanding memory)
    {
        var total = memory.TotalBytes / 3 * 2;
        return new GpuDevice(0, "apple", "Apple GPU", total, Math.Min(memory.AvailableBytes, total), null);
    }
}
