using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Core.Hardware.Memory;

/// <summary>Reads <c>/proc/meminfo</c>. Swap counts for nothing: a model that is swapped answers too slowly to be of use.</summary>
internal static class Meminfo
{
    private const long Kibibyte = 1024;

    /// <summary>Null: the text does not tell.</summary>
    public static MemoryStanding? Parse(string? text)
    {
        if (Numbers.Field(text, "MemTotal") is not { } total || total <= 0)
            return null;
        // Kernels before 3.14, and some sandboxes, have no estimate of their own.
        var available = Numbers.Field(text, "MemAvailable") ?? Sum(text, "MemFree", "Buffers", "Cached") - (Numbers.Field(text, "Shmem") ?? 0);
        return new MemoryStanding(total * Kibibyte, Math.Clamp(available, 0, total) * Kibibyte, "meminfo");
    }

    private static long Sum(string? text, params ReadOnlySpan<string> names)
    {
        var sum = 0L;
        foreach (var name in names)
            sum += Numbers.Field(text, name) ?? 0;
        return sum;
    }
}
