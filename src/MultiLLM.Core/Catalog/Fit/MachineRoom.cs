using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Catalog.Fit;

/// <summary>From what the machine has free and what idle models hold.</summary>
internal sealed class MachineRoom(IHardware hardware, IResidency residency) : IMemoryRoom
{
    private const long LeastReserve = 512L * 1024 * 1024;
    private const int ReserveParts = 16;

    public MemoryRoom Read()
    {
        var memory = hardware.Read().Memory;
        var idle = residency.Snapshot.Models.Values.Where(model => model is { State: ModelState.Ready, InFlight: 0, Waiting: 0, Pinned: false });
        return new MemoryRoom(memory.TotalBytes, memory.AvailableBytes, Math.Max(LeastReserve, memory.TotalBytes / ReserveParts), idle.Sum(BytesOf));
    }

    private static long BytesOf(ModelResidency model) =>
        model.MeasuredBytes > 0 ? model.MeasuredBytes : model.PredictedBytes > 0 ? model.PredictedBytes : (long)(model.Loaded?.Memory?.RssBytes ?? 0);
}
