using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Hardware.Files;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Monitoring;

internal sealed class SystemMonitor(
    IHardware hardware, IMemoryRoom room, EngineReport engine, GpuPlanner gpus, IOptions<MultiLLMOptions> options) : ISystemMonitor
{
    public SystemStanding Look()
    {
        var machine = hardware.Read();
        var hello = engine.Latest;
        var store = options.Value.ModelFolders[0];
        var disk = DiskSpace.Look(store);
        return new SystemStanding(
            machine,
            new DiskStanding(store, disk?.TotalBytes ?? 0, disk?.FreeBytes ?? 0),
            hello is null ? null : new EngineStanding(hello.EngineVersion, hello.Devices, [.. hello.Gpus.Select(gpu => gpu.Name)]),
            options.Value.EnableGpu,
            GpuNote.Of(options.Value.EnableGpu, hello, machine.Gpus))
        {
            Room = room.Read(),
        };
    }

    public string? PlacementOf(string modelId) => gpus.Find(modelId)?.Reason;
}
