using System.Globalization;

namespace MultiLLM.Core.Hardware.Gpus;

/// <summary>What to ask <c>nvidia-smi</c>, and how to read its answer.</summary>
internal static class NvidiaSmi
{
    public const string Query = "--query-gpu=index,name,memory.total,memory.free,utilization.gpu";
    public const string Format = "--format=csv,noheader,nounits";

    private const long Mebibyte = 1024 * 1024;
    private const int NumbersAfterName = 3;

    /// <summary>
    /// One line a device: "0, NVIDIA GeForce RTX 3090, 24576, 22430, 7", in MiB and percent. Lines that are none are left out.
    /// </summary>
    /// <param name="text">The answer.</param>
    /// <param name="shared">Main memory, which chips without memory of their own use; they answer "[N/A]".</param>
    public static IReadOnlyList<GpuDevice> Parse(string text, MemoryStanding shared)
    {
        var devices = new List<GpuDevice>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length < NumbersAfterName + 2 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                continue;
            var name = string.Join(", ", fields[1..^NumbersAfterName]);
            if (fields[^3..^1] is not [var total, var free])
                continue;
            var (totalBytes, freeBytes) = (Bytes(total), Bytes(free));
            if (totalBytes is null && IsMissing(total))
                (totalBytes, freeBytes) = (shared.TotalBytes, shared.AvailableBytes);
            if (totalBytes is not > 0)
                continue;
            devices.Add(new GpuDevice(index, "nvidia", name, totalBytes.Value, Math.Clamp(freeBytes ?? 0, 0, totalBytes.Value), Share(fields[^1])));
        }
        return devices;
    }

    private static long? Bytes(string mebibytes) =>
        long.TryParse(mebibytes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / Mebibyte
            ? number * Mebibyte
            : null;

    private static double? Share(string percent) =>
        double.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number / 100, 0, 1) : null;

    private static bool IsMissing(string field) => field is "[N/A]" or "N/A" or "[Not Supported]";
}
