using System.Globalization;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>Bytes in words.</summary>
internal static class Bytes
{
    /// <summary>For example "1.4 GB" or "312 MB"; powers of ten.</summary>
    public static string Text(long bytes) => Math.Abs(bytes) switch
    {
        >= 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0} GB"),
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };
}
