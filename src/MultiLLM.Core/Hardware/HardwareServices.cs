using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Hardware.Cpu;
using MultiLLM.Core.Hardware.Files;
using MultiLLM.Core.Hardware.Gpus;
using MultiLLM.Core.Hardware.Memory;

namespace MultiLLM.Core.Hardware;

internal static class HardwareServices
{
    public static IServiceCollection AddHardware(this IServiceCollection services) => services
        .AddSingleton<ISystemFiles, SystemFiles>()
        .AddSingleton<IDiskSpace, DiskSpace>()
        .AddSingleton<RuntimeMemory>()
        .AddSingleton<IMemoryProbe>(s => OperatingSystem.IsLinux()
            ? new LinuxMemory(s.GetRequiredService<ISystemFiles>(), s.GetRequiredService<RuntimeMemory>())
            : s.GetRequiredService<RuntimeMemory>())
        .AddSingleton<CpuProbe>()
        .AddSingleton<NvidiaProbe>()
        .AddSingleton<IGpus, GpuWatch>()
        .AddSingleton<IHardware, Machine>();
}
