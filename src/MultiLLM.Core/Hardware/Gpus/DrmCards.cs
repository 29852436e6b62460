using System.Globalization;
using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Core.Hardware.Gpus;

/// <summary>
/// GPUs of AMD and Intel by what Linux shows in <c>/sys/class/drm</c>. NVIDIA's driver shows no memory there. Intel's driver does not tell
/// how much is free, so such a device has 0 bytes: seen, but nothing is placed on it.
/// </summary>
internal static class DrmCards
{
    private const string Root = "/sys/class/drm";

    public static IReadOnlyList<GpuDevice> Read(ISystemFiles files)
    {
        var devices = new List<GpuDevice>();
        foreach (var card in Cards(files))
        {
            var device = $"{Root}/{card}/device";
            var found = files.Read($"{device}/vendor")?.Trim() switch
            {
                "0x1002" => Amd(files, device, devices.Count),
                "0x8086" => new GpuDevice(devices.Count, "intel", Name(files, device, "Intel GPU"), 0, 0, null),
                _ => null,
            };
            if (found is not null)
                devices.Add(found);
        }
        return devices;
    }

    /// <summary>"card0", "card1", …, without their connectors ("card0-DP-1"), by number.</summary>
    private static IEnumerable<string> Cards(ISystemFiles files) => files.List(Root)
        .Where(name => name.StartsWith("card", StringComparison.Ordinal) && int.TryParse(name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .OrderBy(name => int.Parse(name.AsSpan(4), CultureInfo.InvariantCulture));

    private static GpuDevice? Amd(ISystemFiles files, string device, int index)
    {
        if (Numbers.Only(files.Read($"{device}/mem_info_vram_total")) is not { } total || total <= 0)
            return null; // an old driver, or a device without memory
        var used = Numbers.Only(files.Read($"{device}/mem_info_vram_used")) ?? total;
        var busy = Numbers.Only(files.Read($"{device}/gpu_busy_percent"));
        return new GpuDevice(
            index, "amd", Name(files, device, "AMD GPU"), total, Math.Clamp(total - used, 0, total), busy / 100.0);
    }

    /// <summary>Only server cards have a name there; others are known by their PCI id.</summary>
    private static string Name(ISystemFiles files, string device, string kind) =>
        files.Read($"{device}/product_name")?.Trim() is { Length: > 0 } name ? name : $"{kind} {files.Read($"{device}/device")?.Trim()}".TrimEnd();
}
