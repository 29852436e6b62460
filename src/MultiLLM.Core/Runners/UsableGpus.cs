using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Runners;

/// <summary>Finds the driver's figures for the GPUs that the engine named.</summary>
internal static class UsableGpus
{
    private static readonly (string Vendor, string[] Signs)[] s_vendors =
    [
        ("nvidia", ["NVIDIA", "GeForce", "Quadro", "Tesla"]),
        ("amd", ["AMD", "Radeon", "RADV"]),
        ("intel", ["Intel"]),
        ("apple", ["Apple"]),
    ];

    /// <summary>
    /// In the engine's order. Each device is given out once, so a card that two of the engine's libraries see is used through the first. GPUs
    /// that share main memory count only where there are no others. One whose memory nobody knows is left out.
    /// </summary>
    public static IReadOnlyList<UsableGpu> Match(IReadOnlyList<EngineGpu> engine, IReadOnlyList<GpuDevice> devices)
    {
        var left = devices.ToList();
        var usable = new List<UsableGpu>();
        foreach (var gpu in engine.Any(gpu => !gpu.Integrated) ? engine.Where(gpu => !gpu.Integrated) : engine)
        {
            var device = left.Find(device => gpu.Description.Equals(device.Name, StringComparison.OrdinalIgnoreCase))
                ?? left.Find(device => device.Vendor == Vendor(gpu) && !engine.Any(other => other.Description == device.Name));
            if (device is null)
                continue;
            left.Remove(device);
            usable.Add(new UsableGpu(gpu.Name, device));
        }
        return usable;
    }

    private static string? Vendor(EngineGpu gpu) => s_vendors
        .FirstOrDefault(vendor => vendor.Signs.Any(sign => gpu.Description.Contains(sign, StringComparison.OrdinalIgnoreCase))).Vendor;
}
