using MultiLLM.Contracts.Api;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Monitoring;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;

namespace MultiLLM.Server.Monitoring;

/// <summary><c>GET /system/resources</c></summary>
internal sealed class ResourcesEndpoint(ISystemMonitor monitor, IResidency residency)
{
    public Task HandleAsync(HttpContext context) =>
        JsonReply.WriteAsync(context, StatusCodes.Status200OK, Describe(monitor.Look(), residency.Snapshot), JsonReply.Api.ResourcesReport);

    private static ResourcesReport Describe(SystemStanding system, ResidencySnapshot residency)
    {
        var (memory, cpu, gpus) = system.Hardware;
        return new ResourcesReport
        {
            Memory = new MemoryInfo(memory.TotalBytes, memory.AvailableBytes, memory.Source),
            Cpu = new ProcessorInfo(cpu.Cores, cpu.Model, cpu.Utilization),
            Gpus = [.. gpus.Select(Describe)],
            GpuUse = new GpuUseInfo(system.GpuEnabled, system.GpuNote),
            Disk = new DiskInfo(system.Store.Folder, system.Store.TotalBytes, system.Store.FreeBytes),
            Budget = BudgetDescription.Of(residency),
            Room = system.Room is { } room ? new MemoryRoomInfo(room.OtherBytes, room.ReserveBytes, room.RoomBytes, room.ReclaimableBytes) : null,
            Engine = system.Engine is { } engine ? new EngineInfo(engine.Version, engine.Devices, engine.Gpus) : null,
        };
    }

    private static GpuInfo Describe(GpuDevice gpu) => new(gpu.Index, gpu.Vendor, gpu.Name, gpu.TotalBytes, gpu.FreeBytes, gpu.Utilization);
}
